package com.joyofhardware.protocol.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text frames on {@code WS /exec}, and the first byte of its binary output frames. */
public final class Exec {
  public static final byte STDOUT = 1;
  public static final byte STDERR = 2;

  private Exec() {}

  /** The first frame. */
  public record Start(List<String> argv, @Nullable String cwd, @Nullable Map<String, String> env) {
    public Start {
      argv = List.copyOf(argv);
    }
  }

  /** The last frame; one of the two is set. */
  public record End(@Nullable Integer exit, @Nullable String signal) {}
}
