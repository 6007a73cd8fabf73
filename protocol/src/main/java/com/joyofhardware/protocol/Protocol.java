package com.joyofhardware.protocol;

/** The version of everything in this module; master and IDE speak it and the one before. */
public final class Protocol {
  public static final int VERSION = 1;
  public static final int OLDEST_SPOKEN = 1;

  /** Set by the gateway on each request to an agent: the {@code Ticket} that lets it through. */
  public static final String TICKET_HEADER = "Joy-Ticket";

  /**
   * Set by the master on its answer to somebody who opened a session: its id, a blank, and the
   * ticket that they would ask for next. The gateway keeps it and doesn't pass it on.
   */
  public static final String OPENED_HEADER = "Joy-Opened";

  /** Set by the master when it opens an agent's control link: a signed {@code Command}. */
  public static final String COMMAND_HEADER = "Joy-Command";

  /** The upgrade token of the control link. */
  public static final String CONTROL_UPGRADE = "joy-control";

  /** Set by the gateway on each request to the master: the address the request came from. */
  public static final String CLIENT_HEADER = "Joy-Client-Address";

  private Protocol() {}

  public static boolean speaks(int version) {
    return version >= OLDEST_SPOKEN && version <= VERSION;
  }
}
