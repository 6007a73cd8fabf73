package com.joyofhardware.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.protocol.Limits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotScheduleTest {
  private final SnapshotSchedule schedule = new SnapshotSchedule();

  @Test
  void nothingIsDueWithoutAChange() {
    assertThat(schedule.due()).isEqualTo(SnapshotSchedule.NEVER);
  }

  @Test
  void aPauseMakesOneDue() {
    schedule.changed(1_000);
    schedule.changed(1_200);
    assertThat(schedule.due()).isEqualTo(1_200 + Limits.SNAPSHOT_PAUSE_MILLIS);
  }

  @Test
  void whoTypesWithoutPauseIsSavedInTime() {
    List<Long> taken = new ArrayList<>();
    for (long now = 0; now < 20_000; now += 50) {
      if (schedule.due() <= now) {
        taken.add(now);
        schedule.begun();
      }
      schedule.changed(now);
    }
    assertThat(taken).hasSizeGreaterThanOrEqualTo(6);
    for (int i = 1; i < taken.size(); i++) {
      assertThat(taken.get(i) - taken.get(i - 1))
          .isLessThanOrEqualTo(Limits.SNAPSHOT_INTERVAL_MILLIS + 50);
    }
  }

  @Test
  void aRefusedOneIsHeldBackUntilTheMasterComesAnew() {
    schedule.changed(0);
    schedule.holdUntil(9_000);
    assertThat(schedule.due()).isEqualTo(9_000);
    schedule.release();
    assertThat(schedule.due()).isEqualTo(Limits.SNAPSHOT_PAUSE_MILLIS);
  }
}
