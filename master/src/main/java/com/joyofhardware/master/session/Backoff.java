package com.joyofhardware.master.session;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers what failed how often, and says before when it isn't tried again. */
final class Backoff<K> {
  private static final int MOST_DOUBLINGS = 16;

  private final Duration first;
  private final Duration cap;
  private final Map<K, Failures> failures = new HashMap<>();

  /** What is known of something that fails. */
  record Failures(int times, Instant notBefore, String why) {}

  Backoff(Duration first, Duration cap) {
    this.first = first;
    this.cap = cap;
  }

  synchronized void failed(K key, Instant now, String why) {
    int before = Optional.ofNullable(failures.get(key)).map(Failures::times).orElse(0);
    failures.put(key, new Failures(before + 1, now.plus(delay(before)), why));
  }

  synchronized void succeeded(K key) {
    failures.remove(key);
  }

  synchronized Optional<Failures> of(K key) {
    return Optional.ofNullable(failures.get(key));
  }

  synchronized Map<K, Instant> notBefore() {
    Map<K, Instant> times = new HashMap<>();
    failures.forEach((key, failure) -> times.put(key, failure.notBefore()));
    return times;
  }

  /** After so many failures: doubles each time, up to the cap. */
  Duration delay(int failuresBefore) {
    Duration doubled = first.multipliedBy(1L << Math.min(failuresBefore, MOST_DOUBLINGS));
    return doubled.compareTo(cap) < 0 ? doubled : cap;
  }
}
