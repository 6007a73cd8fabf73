package com.joyofhardware.agent.lsp;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a server owes an answer. One that owes one and has said nothing at all for long
 * hangs: a busy one reports its progress, publishes diagnostics or answers something else.
 */
final class Unanswered {
  private final InstantSource clock;
  private final Duration patience;
  private final Set<String> ids = new HashSet<>();
  private long since;

  Unanswered(InstantSource clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
  }

  synchronized void asked(String message) {
    Head head = Head.of(message);
    if (head.id() != null && head.method()) {
      if (ids.isEmpty()) {
        since = clock.millis();
      }
      ids.add(head.id());
    }
  }

  synchronized void said(String message) {
    since = clock.millis();
    Head head = Head.of(message);
    if (head.id() != null && !head.method()) {
      ids.remove(head.id());
    }
  }

  /** What it says isn't read now, so its silence says nothing. */
  synchronized void excused() {
    since = clock.millis();
  }

  /** How long it has been silent, if that is too long. */
  synchronized Optional<Duration> hangs() {
    Duration silent = Duration.ofMillis(clock.millis() - since);
    return ids.isEmpty() || silent.compareTo(patience) < 0 ? Optional.empty() : Optional.of(silent);
  }

  /** What tells a request from an answer; the rest of a message is skipped, not built. */
  private record Head(@Nullable String id, boolean method) {
    static Head of(String message) {
      String id = null;
      boolean method = false;
      try (JsonReader json = new JsonReader(new StringReader(message))) {
        json.beginObject();
        while (json.hasNext()) {
          switch (json.nextName()) {
            case "id" -> id = json.nextString();
            case "method" -> {
              method = true;
              json.skipValue();
            }
            default -> json.skipValue();
          }
        }
      } catch (IOException | IllegalStateException e) {
        // no message of the protocol: nothing is owed for it
        return new Head(null, false);
      }
      return new Head(id, method);
    }
  }
}
