package com.joyofhardware.agent.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnansweredTest {
  private long now = 1_000_000;
  private final Unanswered unanswered =
      new Unanswered(() -> Instant.ofEpochMilli(now), Duration.ofSeconds(60));

  @Test
  void whoOwesAnAnswerAndIsSilentHangs() {
    unanswered.asked("{\"id\":1,\"method\":\"initialize\",\"params\":{\"id\":7}}");
    now += 59_000;
    assertThat(unanswered.hangs()).isEmpty();
    now += 1_000;
    assertThat(unanswered.hangs()).contains(Duration.ofSeconds(60));
  }

  @Test
  void whoSaysAnythingIsBusy() {
    unanswered.asked("{\"id\":\"a\",\"method\":\"x\"}");
    now += 50_000;
    unanswered.said("{\"method\":\"$/progress\",\"params\":{}}");
    now += 50_000;
    assertThat(unanswered.hangs()).isEmpty();
    unanswered.excused();
    now += 50_000;
    assertThat(unanswered.hangs()).isEmpty();
  }

  @Test
  void whoHasAnsweredMayBeSilent() {
    unanswered.asked("{\"method\":\"x\",\"id\":3}");
    unanswered.said("{\"id\":3,\"result\":null}");
    unanswered.asked("{\"method\":\"a notification\"}");
    unanswered.asked("no JSON");
    unanswered.asked("{\"id\":null,\"method\":\"x\"}");
    now += 1_000_000;
    assertThat(unanswered.hangs()).isEmpty();
  }

  @Test
  void anAnswerOfTheClientIsNoRequest() {
    unanswered.asked("{\"id\":3,\"result\":null}");
    now += 1_000_000;
    assertThat(unanswered.hangs()).isEmpty();
  }
}
