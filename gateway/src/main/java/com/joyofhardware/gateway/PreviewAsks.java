package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Preview;
import com.joyofhardware.protocol.front.FrontMessage.PreviewAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks the master for the tickets of previews, once for all requests of a page that come at a time.
 */
final class PreviewAsks {
  private static final Duration KEEP = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int REMEMBERED = 4_096;

  /** Sends a question to the master; false while there is no stream. */
  interface Master extends Predicate<Preview> {}

  /** What makes two questions the same one; the old ticket is "" for a shared port. */
  private record Key(SessionId session, int port, String ticket) {}

  private record Answer(String ticket, Instant until) {}

  private final Master master;
  private final Clock clock;
  private final Map<Long, CompletableFuture<String>> open = new HashMap<>();
  private final Map<Key, CompletableFuture<String>> asked = new HashMap<>();
  private final Map<Key, Answer> answers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Answer> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long lastId;

  PreviewAsks(Master master, Clock clock) {
    this.master = master;
    this.clock = clock;
  }

  /** Turns a one-time code into a ticket; fails with a {@link JoyException}. */
  synchronized CompletableFuture<String> redeem(SessionId session, int port, String code) {
    return ask(session, port, code, null);
  }

  /** A ticket that follows an old one. */
  CompletableFuture<String> renew(SessionId session, int port, String ticket) {
    return remembered(new Key(session, port, ticket));
  }

  /** A ticket for a port that its owner shares. */
  CompletableFuture<String> shared(SessionId session, int port) {
    return remembered(new Key(session, port, ""));
  }

  /** Forgets the ticket of a shared port that turned out not to open it any more. */
  synchronized void dropShared(SessionId session, int port) {
    answers.remove(new Key(session, port, ""));
  }

  private synchronized CompletableFuture<String> remembered(Key key) {
    Answer known = answers.get(key);
    if (known != null && clock.instant().isBefore(known.until)) {
      return CompletableFuture.completedFuture(known.ticket);
    }
    CompletableFuture<String> waiting = asked.get(key);
    if (waiting == null) {
      String old = key.ticket.isEmpty() ? null : key.ticket;
      waiting = ask(key.session, key.port, null, old);
      if (!waiting.isDone()) {
        asked.put(key, waiting);
        waiting.whenComplete((ticket, _) -> answered(key, ticket));
      }
    }
    return waiting.copy();
  }

  private synchronized void answered(Key key, @Nullable String ticket) {
    asked.remove(key);
    if (ticket != null) {
      answers.put(key, new Answer(ticket, clock.instant().plus(KEEP)));
    }
  }

  private CompletableFuture<String> ask(
      SessionId session, int port, @Nullable String code, @Nullable String ticket) {
    long id = ++lastId;
    if (!master.test(new Preview(id, session, port, code, ticket))) {
      return CompletableFuture.failedFuture(Tickets.masterAway());
    }
    CompletableFuture<String> answer = new CompletableFuture<>();
    open.put(id, answer);
    answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).whenComplete((_, _) -> forget(id));
    return answer;
  }

  private synchronized void forget(long id) {
    open.remove(id);
  }

  void answered(PreviewAnswer answer) {
    CompletableFuture<String> waiting;
    synchronized (this) {
      waiting = open.remove(answer.id());
    }
    if (waiting == null) {
      return;
    }
    String ticket = answer.ticket();
    if (ticket != null) {
      waiting.complete(ticket);
    } else {
      ErrorCode code = ErrorCode.of(String.valueOf(answer.code())).orElse(ErrorCode.INTERNAL);
      waiting.completeExceptionally(new JoyException(code, String.valueOf(answer.message())));
    }
  }

  void streamLost() {
    List<CompletableFuture<String>> lost;
    synchronized (this) {
      lost = List.copyOf(open.values());
      open.clear();
    }
    lost.forEach(waiting -> waiting.completeExceptionally(Tickets.masterAway()));
  }
}
