package com.joyofhardware.protocol.control;

/** The frames that carry {@link ControlMessage}s and transfers. */
public final class ControlFrame {
  /** Four bytes of length, of what follows them, and one of kind. */
  public static final int HEADER = 5;

  /** A {@link ControlMessage} in UTF-8 JSON. */
  public static final byte MESSAGE = 'J';

  /** A piece of the transfer in progress; an empty one ends it. Outside of one: a heartbeat. */
  public static final byte CHUNK = 'B';

  private ControlFrame() {}
}
