package com.joyofhardware.master.account;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often somebody may be wrong, per account and per address: a bucket of attempts that fills
 * again one by one. An attempt is taken before the password is looked at, so that many at once get
 * no more, and given back when it was right. Unknown names count like known ones.
 */
final class AttemptLimit {
  /** Names and addresses remembered; the longest unused is forgotten first. */
  private static final int REMEMBERED = 50_000;

  private final Clock clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > REMEMBERED;
        }
      };

  AttemptLimit(Clock clock) {
    this.clock = clock;
  }

  /** So many attempts at once, and one more each {@code refill}. */
  enum Source {
    ACCOUNT(10, Duration.ofSeconds(30)),
    ADDRESS(50, Duration.ofSeconds(5));

    private final int size;
    private final long refillMillis;

    Source(int size, Duration refill) {
      this.size = size;
      this.refillMillis = refill.toMillis();
    }
  }

  record Counted(Source kind, String value) {
    private String text() {
      return kind + ":" + value;
    }
  }

  /** {@code fullAt}: when all attempts are there again if no more are taken. */
  private static final class Bucket {
    private long fullAt;

    private Bucket(long fullAt) {
      this.fullAt = fullAt;
    }
  }

  /**
   * Takes one attempt from each, or from none.
   *
   * @throws TooManyAttempts when one of them is empty
   */
  synchronized void take(List<Counted> counted) {
    long now = clock.millis();
    long wait = 0;
    for (Counted one : counted) {
      long full = Math.max(now, bucket(one, now).fullAt) + one.kind.refillMillis;
      wait = Math.max(wait, full - now - one.kind.size * one.kind.refillMillis);
    }
    if (wait > 0) {
      throw new TooManyAttempts(Duration.ofSeconds(Math.ceilDiv(wait, 1000L)));
    }
    for (Counted one : counted) {
      Bucket bucket = bucket(one, now);
      bucket.fullAt = Math.max(now, bucket.fullAt) + one.kind.refillMillis;
    }
  }

  synchronized void giveBack(List<Counted> counted) {
    long now = clock.millis();
    counted.forEach(one -> bucket(one, now).fullAt -= one.kind.refillMillis);
  }

  private Bucket bucket(Counted one, long now) {
    return buckets.computeIfAbsent(one.text(), _ -> new Bucket(now));
  }
}
