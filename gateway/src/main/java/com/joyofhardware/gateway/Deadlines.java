package com.joyofhardware.gateway;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection that keeps us waiting: for a head, for a body, for taking an answer. */
final class Deadlines {
  private final Channel channel;
  private final GatewayLimits limits;
  private @Nullable Future<?> timer;
  private long lastBody;
  private long lastTaken;
  private long lastPending;

  Deadlines(Channel channel, GatewayLimits limits) {
    this.channel = channel;
    this.limits = limits;
  }

  /** Between two requests. */
  void idle() {
    closeAfter(limits.idleTime());
  }

  /** A head has begun. */
  void headBegun() {
    closeAfter(limits.headTime());
  }

  /** A request is being answered, which may take any time as long as things move. */
  void working() {
    stop();
    lastBody = System.nanoTime();
    lastTaken = lastBody;
    long period = Math.min(limits.bodyStall().toMillis(), limits.sendStall().toMillis()) / 4 + 1;
    timer =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /** A part of the body has come. */
  void progress() {
    lastBody = System.nanoTime();
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void closeAfter(Duration time) {
    stop();
    timer =
        channel.eventLoop().schedule(() -> channel.close(), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    if (!channel.config().isAutoRead()) {
      lastBody = now;
    }
    long pending = channel.bytesBeforeWritable();
    if (channel.isWritable() || pending != lastPending) {
      lastTaken = now;
      lastPending = pending;
    }
    if (now - lastBody > limits.bodyStall().toNanos()
        || now - lastTaken > limits.sendStall().toNanos()) {
      channel.close();
    }
  }
}
