package com.joyofhardware.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.engine.spi.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SlotsTest {
  /** Nobody's, and far from what an engine takes. */
  private static final int FIRST = 1_400_000_000;

  @TempDir private Path folder;

  private Slots engine(int count) throws Exception {
    SlotUsers root = new RootSlotUsers(FIRST, count, List.of());
    return new Slots(root, folder.resolve("locks"));
  }

  private Path sandbox(String name) throws Exception {
    return Files.createDirectories(folder.resolve(name));
  }

  @Test
  void enginesOfOneMachineNeverShareAUid() throws Exception {
    List<Slots> engines = List.of(engine(16), engine(16));
    Set<Integer> uids = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> takes =
          IntStream.range(0, 16)
              .<Callable<Integer>>mapToObj(
                  n -> () -> engines.get(n % 2).take(sandbox("s" + n)).host())
              .toList();
      for (Future<Integer> taken : threads.invokeAll(takes)) {
        uids.add(taken.get());
      }
    }
    assertThat(uids).hasSize(16);
    assertThatThrownBy(() -> engines.getFirst().take(sandbox("late")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("16 slots");
  }

  @Test
  void aSlotWhoseSandboxIsGoneIsFree() throws Exception {
    Slots slots = engine(1);
    Path gone = sandbox("gone");
    int uid = slots.take(gone).host();
    Files.delete(gone);
    assertThat(slots.take(sandbox("next")).host()).isEqualTo(uid);
    assertThat(slots.owned(uid, gone)).isFalse();
  }

  @Test
  void onlyTheOwnerReleases() throws Exception {
    Slots slots = engine(1);
    int uid = slots.take(sandbox("mine")).host();
    slots.release(uid, sandbox("another"));
    assertThat(slots.owned(uid, sandbox("mine"))).isTrue();
    slots.release(uid, sandbox("mine"));
    assertThat(slots.owned(uid, sandbox("mine"))).isFalse();
  }
}
