package com.joyofhardware.master.site;

import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.rest.Rest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code /metrics} tells, as Prometheus reads it. */
final class Figures implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Sessions sessions;
  private final MultiGauge containers;

  Figures(Sessions sessions, EventStreams streams) {
    this.sessions = sessions;
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("joy.event.streams", streams, EventStreams::count).register(registry);
    containers =
        MultiGauge.builder("joy.pool").description("containers by state").register(registry);
  }

  void answered(String method, int status, Duration time) {
    registry.timer("joy.http", "method", method, "status", String.valueOf(status)).record(time);
  }

  String scrape() {
    containers.register(sessions.pools().stream().flatMap(Figures::rows).toList(), true);
    return registry.scrape();
  }

  private static Stream<Row<?>> rows(Rest.Pool pool) {
    return Stream.of(
        row(pool, "target", pool.target()),
        row(pool, "starting", pool.starting()),
        row(pool, "warm", pool.warm()),
        row(pool, "claimed", pool.claimed()),
        row(pool, "stopping", pool.stopping()),
        row(pool, "failed", pool.failed()),
        row(pool, "queued", pool.queued()));
  }

  private static Row<?> row(Rest.Pool pool, String state, int count) {
    String size = pool.size().name().toLowerCase(Locale.ROOT);
    return Row.of(Tags.of("size", size, "state", state), count);
  }

  @Override
  public void close() {
    registry.close();
  }
}
