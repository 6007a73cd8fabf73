package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Principal;

/**
 * Who calls.
 *
 * @param principal proved by a log-in or a token
 * @param address as the gateway saw it
 */
record Caller(Principal principal, String address) {}
