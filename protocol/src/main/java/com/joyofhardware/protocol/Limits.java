package com.joyofhardware.protocol;

/** Every limit and flow-control window that two sides have to agree on. Sizes are in bytes. */
public final class Limits {
  /** Largest JSON-RPC or text frame on any WebSocket. */
  public static final int MAX_TEXT_FRAME = 4 << 20;

  /** Largest binary WebSocket frame: terminals, ports, exec. */
  public static final int MAX_BINARY_FRAME = 1 << 20;

  /** Largest file one PUT may write; the disk limit usually says no earlier. */
  public static final long MAX_FILE = 8L << 30;

  /** Entries in one {@code fs/list} answer; a larger folder is cut, and says so. */
  public static final int MAX_LIST_ENTRIES = 20_000;

  public static final int MAX_PATH_LENGTH = 4_096;
  public static final int MAX_WATCHED_FOLDERS = 60_000;
  public static final int MAX_TERMINALS = 32;
  public static final int MAX_EXECS = 64;
  public static final int MAX_PORT_TUNNELS = 256;
  public static final int MAX_RPC_CONNECTIONS = 32;
  public static final int MAX_LANGUAGE_SERVERS = 16;

  /** Texts of unsaved editors that an agent keeps, and how large: one, and all together. */
  public static final int MAX_BUFFERS = 200;

  public static final long MAX_BUFFER = 2L << 20;
  public static final long MAX_ALL_BUFFERS = 32L << 20;

  /** Bitstreams that are listed, and how large one may be: several times the largest iCE40's. */
  public static final int MAX_BITSTREAMS = 64;

  public static final int MAX_BITSTREAM = 1 << 20;

  /** Output of one terminal kept for re-attaching. */
  public static final int TERMINAL_SCROLLBACK = 1 << 20;

  /**
   * Bytes of output a terminal may send before the client has acknowledged them; then the pty is no
   * longer read. (VS Code uses 100,000 characters, acknowledged every 5,000.)
   */
  public static final int TERMINAL_WINDOW = 512 << 10;

  /** A client acknowledges at least each time it has consumed this many bytes. */
  public static final int TERMINAL_ACK = 64 << 10;

  /** Input that a terminal's program hasn't read yet; a viewer that sends more is cut off. */
  public static final int TERMINAL_INPUT = 4 << 20;

  /** Searches that run at once in a session; one more waits for {@link #SEARCH_WAIT_MILLIS}. */
  public static final int MAX_SEARCHES = 4;

  public static final long SEARCH_WAIT_MILLIS = 10_000;

  /** After this long a search ends with what it has found. */
  public static final long SEARCH_MILLIS = 60_000;

  /** Matches of one text search. (VS Code shows as many.) */
  public static final int MAX_SEARCH_MATCHES = 20_000;

  /** Characters of a line shown with its matches. */
  public static final int SEARCH_LINE = 1_000;

  /** A matching line that takes more than this, with all of its matches, is only counted. */
  public static final int SEARCH_LONGEST_LINE = 1 << 20;

  /** Larger files are not searched. */
  public static final int SEARCH_LARGEST_FILE = 50 << 20;

  /** Characters of a pattern, a query or a glob; and how many globs one search may have. */
  public static final int SEARCH_PATTERN = 4_096;

  public static final int MAX_SEARCH_GLOBS = 512;

  /** Paths in one answer of {@code search/files}. */
  public static final int MAX_FOUND_FILES = 20_000;

  /** Paths in one question of {@code terminal/links}; more are not looked at. */
  public static final int MAX_TERMINAL_LINKS = 32;

  /** Characters of a terminal's name. */
  public static final int TERMINAL_NAME = 100;

  /** Payload of one frame on the control link. */
  public static final int CONTROL_CHUNK = 256 << 10;

  /** Each side of a control link sends at least a heartbeat this often. */
  public static final long CONTROL_BEAT_SECONDS = 10;

  /**
   * A control link is given up after so many heartbeats without a sign of the other side. Longer
   * than a workspace stays frozen between two tries of its last save (30 s).
   */
  public static final int CONTROL_MISSED_BEATS = 4;

  /** Ignored files kept in a snapshot, all together. */
  public static final long SNAPSHOT_IGNORED = 64L << 20;

  /** A file larger than this is sent after all others, one at a time. */
  public static final long SNAPSHOT_LARGE_FILE = 16L << 20;

  /** After so long without a change a snapshot is made; the rest of 2 s is for sending it. */
  public static final long SNAPSHOT_PAUSE_MILLIS = 600;

  /** While changes go on a snapshot is made at least this often; the rest of 5 s is for sending. */
  public static final long SNAPSHOT_INTERVAL_MILLIS = 3_000;

  public static final long TICKET_SECONDS = 600;

  /** How much longer a ticket opens a tunnel while the master is away. */
  public static final long TICKET_GRACE_SECONDS = 900;

  /** How long the one-time code of a preview's address is good. */
  public static final long PREVIEW_CODE_SECONDS = 60;

  /** A preview that nobody looked at for so long has to be opened from the IDE again. */
  public static final long PREVIEW_IDLE_SECONDS = 12 * 3600;

  /** A gateway asks again about a token after this long. */
  public static final long TOKEN_EXCHANGE_SECONDS = 30;

  /** The oldest a personalisation may be when an agent takes it. */
  public static final long COMMAND_SECONDS = 60;

  /** Gits that work for the editor at once; further calls wait. */
  public static final int MAX_GIT_COMMANDS = 6;

  /** Changes in one {@code git/status} answer; more are cut, and it says so. */
  public static final int MAX_GIT_CHANGES = 5_000;

  /** Commits in one {@code git/log} answer. */
  public static final int MAX_GIT_LOG = 500;

  /** Branches and tags in one {@code git/branches} answer. */
  public static final int MAX_GIT_REFS = 1_000;

  /** What git prints for one answer; the rest is cut where that can be told, else an error. */
  public static final int MAX_GIT_OUTPUT = 2 << 20;

  /** Largest file of {@code git/show}: it travels in a text frame, for a diff on a screen. */
  public static final int MAX_GIT_FILE = 1 << 20;

  private Limits() {}
}
