package com.joyofhardware.master.account;

import com.joyofhardware.protocol.Name;

/** A person with an account. */
public record Person(long id, Name name, String displayName, String email, boolean admin) {}
