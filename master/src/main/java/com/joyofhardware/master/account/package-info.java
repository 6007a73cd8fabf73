/**
 * People, their credentials, log-ins and tokens. Others ask it who somebody is and hear from it
 * what was revoked.
 */
@NullMarked
package com.joyofhardware.master.account;

import org.jspecify.annotations.NullMarked;
