package com.joyofhardware.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Figure.Setting SETTING =
      new Figure.Setting("claim", 1, "local", "joy bench claim");

  @Test
  void theMedianIsToldWithItsRange() {
    Figure figure = Figure.alone(SETTING, "claim_p50_ms", "ms", List.of(3.0, 1.0, 2.0));

    assertThat(figure.value()).isEqualTo(2.0);
    assertThat(figure.min()).isEqualTo(1.0);
    assertThat(figure.max()).isEqualTo(3.0);
    assertThat(figure.json()).doesNotContain("peer");
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    Figure figure =
        Figure.beside(
            SETTING, "claim_p50_ms", "ms", List.of(1.0, 10.0, 2.0), "git", List.of(2.0, 20.0, 4.0));

    assertThat(figure.ratio()).isEqualTo(0.5);
    assertThat(figure.ratioLow()).isEqualTo(0.5);
    assertThat(figure.ratioHigh()).isEqualTo(0.5);
    assertThat(figure.peerValue()).isEqualTo(4.0);
  }

  @Test
  void theIntervalHoldsTheMedian() {
    RatioInterval interval =
        RatioInterval.of(
            List.of(1.0, 1.2, 0.8, 1.1, 0.9, 5.0), List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0));

    assertThat(interval.median()).isBetween(interval.low(), interval.high());
  }
}
