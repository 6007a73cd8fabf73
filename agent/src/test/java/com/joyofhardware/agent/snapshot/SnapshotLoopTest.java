package com.joyofhardware.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.FrameOutput.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotLoopTest {
  @TempDir Path folder;

  /** A master's end that gives the same answer to everything. */
  private record Answering(Answer answer, BlockingQueue<SnapshotOffer> offers) implements Master {
    Answering(Answer answer) {
      this(answer, new LinkedBlockingQueue<>());
    }

    @Override
    public CompletableFuture<Answer> offer(SnapshotOffer offer, List<Transfer> packs) {
      offers.add(offer);
      return CompletableFuture.completedFuture(answer);
    }

    SnapshotOffer next() throws InterruptedException {
      SnapshotOffer offer = offers.poll(20, TimeUnit.SECONDS);
      assertThat(offer).isNotNull();
      return offer;
    }
  }

  @Test
  void whatTheWatcherCanNotSeeIsFoundByLooking() throws Exception {
    Answering master = new Answering(new Master.Answer.Stored());
    try (SnapshotLoop loop = loop(false)) {
      loop.attach(master);
      loop.start();
      SnapshotOffer first = master.next();

      Files.writeString(folder.resolve("workspace/unseen.v"), "module unseen; endmodule\n");

      assertThat(master.next().commit()).isNotEqualTo(first.commit());
    }
  }

  @Test
  void anOvertakenAgentOffersNothingMoreAndKeepsNobodyWaiting() throws Exception {
    Answering master = new Answering(new Master.Answer.Overtaken());
    try (SnapshotLoop loop = loop(true)) {
      loop.attach(master);
      loop.start();
      assertThatThrownBy(() -> loop.save(true).get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      master.next();

      assertThatThrownBy(() -> loop.save(true).get(20, TimeUnit.SECONDS))
          .hasMessageContaining("no snapshots any more");
      assertThat(master.offers()).isEmpty();
      assertThat(loop.safety().safe()).isFalse();
    }
  }

  private SnapshotLoop loop(boolean seesAll) throws IOException {
    Path root = Files.createDirectories(folder.resolve("workspace"));
    Path state = Files.createDirectories(folder.resolve("state"));
    Files.writeString(root.resolve("a.v"), "module a; endmodule\n");
    InstantSource clock = InstantSource.system();
    Snapshotter snapshotter = new Snapshotter(root, state, clock);
    return new SnapshotLoop(snapshotter, clock::millis, () -> seesAll, safety -> {});
  }
}
