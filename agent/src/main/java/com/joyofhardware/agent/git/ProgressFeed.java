package com.joyofhardware.agent.git;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.protocol.agent.Git;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends {@code git/progress}, ten times a second at most; a slow client misses some. */
final class ProgressFeed {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Pattern PERCENT = Pattern.compile("\\b(\\d{1,3})%");

  private final RpcConnection client;
  private final String operation;
  private long last = System.nanoTime() - STEP_NANOS;

  ProgressFeed(RpcConnection client, String operation) {
    this.client = client;
    this.operation = operation;
  }

  /** On the process loop alone. */
  void line(String text) {
    long now = System.nanoTime();
    if (now - last < STEP_NANOS) {
      return;
    }
    last = now;
    Matcher matcher = PERCENT.matcher(text);
    @Nullable Integer percent = matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
    client.notify("git/progress", new Git.Progress(operation, text, percent));
  }
}
