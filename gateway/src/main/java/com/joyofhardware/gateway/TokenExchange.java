package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Exchange;
import com.joyofhardware.protocol.front.FrontMessage.Exchanged;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns bearer tokens into tickets by asking the master, once for all who ask at a time. */
final class TokenExchange {
  private static final Duration KEEP = Duration.ofSeconds(Limits.TOKEN_EXCHANGE_SECONDS);
  private static final Duration KEEP_REFUSAL = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int REMEMBERED = 4_096;

  /** Sends a question to the master; false while there is no stream. */
  interface Master extends Predicate<Exchange> {}

  private record Key(String token, SessionId session) {
    @Override
    public String toString() {
      return "Key[" + session + "]";
    }
  }

  /** The answer of the master: the text of a ticket, or why there is none. */
  private record Answer(@Nullable String ticket, @Nullable JoyException refusal, Instant until) {}

  private record Asked(Key key, CompletableFuture<String> answer) {}

  private final Master master;
  private final Clock clock;
  private final Map<Key, Answer> answers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Answer> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final Map<Long, Asked> byId = new HashMap<>();
  private final Map<Key, Asked> byKey = new HashMap<>();
  private long lastId;

  TokenExchange(Master master, Clock clock) {
    this.master = master;
    this.clock = clock;
  }

  /** A ticket's text; fails with a {@link JoyException}. */
  synchronized CompletableFuture<String> ticket(String token, SessionId session) {
    Key key = new Key(token, session);
    Answer known = answers.get(key);
    if (known != null && clock.instant().isBefore(known.until)) {
      return known.ticket != null
          ? CompletableFuture.completedFuture(known.ticket)
          : CompletableFuture.failedFuture(known.refusal);
    }
    answers.remove(key);
    Asked asked = byKey.get(key);
    if (asked == null) {
      asked = new Asked(key, new CompletableFuture<>());
      long id = ++lastId;
      if (!master.test(new Exchange(id, token, session))) {
        return CompletableFuture.failedFuture(Tickets.masterAway());
      }
      byId.put(id, asked);
      byKey.put(key, asked);
      asked
          .answer
          .orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
          .whenComplete((_, _) -> forget(id, key));
    }
    return asked.answer.copy();
  }

  /** What the master would answer. */
  synchronized void learned(String token, SessionId session, String ticket) {
    answers.put(new Key(token, session), new Answer(ticket, null, clock.instant().plus(KEEP)));
  }

  /** Forgets a ticket that turned out not to open anything any more. */
  synchronized void drop(String token, SessionId session) {
    answers.remove(new Key(token, session));
  }

  private synchronized void forget(long id, Key key) {
    byId.remove(id);
    byKey.remove(key);
  }

  void answered(Exchanged answer) {
    Asked asked;
    JoyException refusal = answer.ticket() == null ? refusal(answer) : null;
    synchronized (this) {
      asked = byId.get(answer.id());
      if (asked == null) {
        return;
      }
      boolean passing =
          refusal != null
              && (refusal.code() == ErrorCode.SESSION_STARTING
                  || refusal.code() == ErrorCode.SESSION_SAVING);
      if (!passing) {
        Duration keep = refusal == null ? KEEP : KEEP_REFUSAL;
        answers.put(asked.key, new Answer(answer.ticket(), refusal, clock.instant().plus(keep)));
      }
    }
    if (refusal == null) {
      asked.answer.complete(answer.ticket());
    } else {
      asked.answer.completeExceptionally(refusal);
    }
  }

  private static JoyException refusal(Exchanged answer) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.code().equals(answer.code())) {
        return new JoyException(code, String.valueOf(answer.message()));
      }
    }
    return new JoyException(ErrorCode.INTERNAL, "the server could not check the token; try again");
  }

  void streamLost() {
    List<Asked> lost = new ArrayList<>();
    synchronized (this) {
      lost.addAll(byId.values());
      for (Iterator<Answer> each = answers.values().iterator(); each.hasNext(); ) {
        if (each.next().refusal != null) {
          each.remove();
        }
      }
    }
    lost.forEach(asked -> asked.answer.completeExceptionally(Tickets.masterAway()));
  }
}
