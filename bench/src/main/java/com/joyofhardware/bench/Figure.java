package com.joyofhardware.bench;

import com.joyofhardware.protocol.Json;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure, with its peer's where there is one. As a line of JSON it is what {@code joy
 * bench --json} prints.
 *
 * @param value the median (or the quantile that {@code metric} names) of {@code n} rounds, {@code
 *     min} and {@code max} of the same
 * @param warmup rounds that were not counted
 * @param ratio median of ours ÷ peer's, round by round, within {@code ratioLow} and {@code
 *     ratioHigh} (95 %)
 */
public record Figure(
    String bench,
    String metric,
    String unit,
    double value,
    double min,
    double max,
    int n,
    int warmup,
    @Nullable String engine,
    String command,
    @Nullable String peer,
    @Nullable Double peerValue,
    @Nullable Double ratio,
    @Nullable Double ratioLow,
    @Nullable Double ratioHigh) {

  /** What was measured where. */
  public record Setting(String bench, int warmup, @Nullable String engine, String command) {}

  public static Figure alone(Setting setting, String metric, String unit, List<Double> ours) {
    return quantile(setting, metric, unit, ours, 0.5);
  }

  /** As {@link #alone}, of another quantile than the median. */
  public static Figure quantile(
      Setting setting, String metric, String unit, List<Double> ours, double q) {
    double[] sorted = sorted(ours);
    return new Figure(
        setting.bench(),
        metric,
        unit,
        quantile(sorted, q),
        sorted[0],
        sorted[sorted.length - 1],
        sorted.length,
        setting.warmup(),
        setting.engine(),
        setting.command(),
        null,
        null,
        null,
        null,
        null);
  }

  /** Round i of ours is held against round i of the peer's. */
  public static Figure beside(
      Setting setting,
      String metric,
      String unit,
      List<Double> ours,
      String peer,
      List<Double> peers) {
    Figure own = alone(setting, metric, unit, ours);
    RatioInterval ratio = RatioInterval.of(ours, peers);
    return new Figure(
        own.bench,
        metric,
        unit,
        own.value,
        own.min,
        own.max,
        own.n,
        own.warmup,
        own.engine,
        own.command,
        peer,
        quantile(sorted(peers), 0.5),
        ratio.median(),
        ratio.low(),
        ratio.high());
  }

  public static double quantile(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  public static double[] sorted(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  public String json() {
    return Json.gson().toJson(this);
  }

  /** A line for people. */
  public String line() {
    String own = "%-20s %10.3f %s (%.3f to %.3f, n=%d)".formatted(metric, value, unit, min, max, n);
    return ratio == null
        ? own
        : own
            + "  beside %s %.3f: ratio %.2f (%.2f to %.2f)"
                .formatted(peer, peerValue, ratio, ratioLow, ratioHigh);
  }
}
