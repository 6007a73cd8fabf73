package com.joyofhardware.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.engine.local.RootSlotUsers.Range;
import com.joyofhardware.engine.local.SlotUsers.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RootSlotUsersTest {
  @Test
  void uidsThatAreSomebodysArePassedOver() {
    RootSlotUsers users =
        new RootSlotUsers(200_001, 3, List.of(new Range(165_536, 65_536), new Range(231_073, 1)));
    assertThat(users.slots()).extracting(Slot::host).containsExactly(231_072, 231_074, 231_075);
  }
}
