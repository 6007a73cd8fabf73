package com.joyofhardware.bench;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The median of paired ratios, and the interval that holds it in 95 % of bootstrap samples. */
record RatioInterval(double median, double low, double high) {
  private static final int SAMPLES = 2_000;
  private static final long SEED = 1;

  static RatioInterval of(List<Double> ours, List<Double> peers) {
    if (ours.size() != peers.size()) {
      throw new IllegalArgumentException("every round of ours has one of the peer's");
    }
    List<Double> ratios =
        IntStream.range(0, ours.size()).mapToObj(i -> ours.get(i) / peers.get(i)).toList();
    Random random = new Random(SEED);
    double[] medians =
        IntStream.range(0, SAMPLES)
            .mapToDouble(sample -> median(resampled(ratios, random)))
            .sorted()
            .toArray();
    return new RatioInterval(
        median(ratios), Figure.quantile(medians, 0.025), Figure.quantile(medians, 0.975));
  }

  private static List<Double> resampled(List<Double> values, Random random) {
    return IntStream.range(0, values.size())
        .mapToObj(i -> values.get(random.nextInt(values.size())))
        .toList();
  }

  private static double median(List<Double> values) {
    return Figure.quantile(Figure.sorted(values), 0.5);
  }
}
