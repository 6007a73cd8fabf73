package com.joyofhardware.master.session;

import com.joyofhardware.protocol.Claim;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A session's life, as the columns of its row. */
record LifeColumns(
    String state,
    @Nullable String container,
    @Nullable Claim claim,
    int attempts,
    @Nullable Instant notBefore,
    @Nullable String reason,
    @Nullable Instant ended) {
  static LifeColumns of(SessionLife life) {
    return switch (life) {
      case SessionLife.Queued _ -> new LifeColumns("queued", null, null, 0, null, null, null);
      case SessionLife.Starting it -> held("starting", it.hold(), it.attempts());
      case SessionLife.Recovering it ->
          new LifeColumns(
              "recovering", null, it.lost(), it.attempts(), it.notBefore(), it.why(), null);
      case SessionLife.Active it -> held("active", it.hold(), 0);
      case SessionLife.Dormant it -> held("dormant", it.hold(), 0);
      case SessionLife.Saving it -> held("saving", it.hold(), 0);
      case SessionLife.Destroyed it ->
          new LifeColumns("destroyed", null, null, 0, null, it.reason().orElse(null), it.at());
      case SessionLife.Failed it ->
          new LifeColumns("failed", null, null, 0, null, it.reason(), it.at());
    };
  }

  private static LifeColumns held(String state, Hold hold, int attempts) {
    return new LifeColumns(
        state, hold.container().value(), hold.claim(), attempts, null, null, null);
  }
}
