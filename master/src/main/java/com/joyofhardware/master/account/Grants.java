package com.joyofhardware.master.account;

/** Says whether what a ticket was made for is still there. */
public interface Grants {
  /** Whether a log-in or token with this grant exists and has not expired. */
  boolean stands(String grant);
}
