package com.joyofhardware.master.account;

/** What a token may be limited to. */
public enum Scope {
  /** Everything the person may. */
  ALL,
  /** Fetch from and push to every repository of the person. */
  GIT,
  /** The REST calls, but no new tokens, keys or members. */
  API,
  /** Open tunnels to the person's sessions. */
  SESSION
}
