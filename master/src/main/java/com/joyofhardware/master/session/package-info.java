/** Sessions, containers and pools: what should be, what is, and the plan between them. */
@NullMarked
package com.joyofhardware.master.session;

import org.jspecify.annotations.NullMarked;
