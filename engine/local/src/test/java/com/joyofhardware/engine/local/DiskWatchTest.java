package com.joyofhardware.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.engine.contract.AgentProbe;
import com.joyofhardware.engine.contract.Deadline;
import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.Size;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk limit where sandboxes have no file systems of their own. */
final class DiskWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private LocalEngine engine;
  private Container container;

  @BeforeEach
  void start() throws Exception {
    engine = TestingEngine.openBare(folder);
    container =
        engine.start(TestingEngine.spec(Size.FULL, new Resources(1, 384L << 20, 150, 100_000_000)));
    AgentProbe.awaitHealthy(container.address(), PATIENCE);
  }

  @AfterEach
  void stop() throws Exception {
    if (container != null) {
      engine.stop(container.id());
      engine.close();
    }
  }

  private String run(String line) throws Exception {
    return TestingAgent.run(container, line);
  }

  @Test
  void whoHasTooMuchMakesNothingLongerUntilSomeIsGone() throws Exception {
    run("echo work >file; head -c 60000000 /dev/zero >a; head -c 43000000 /dev/zero >b");
    Deadline.await(PATIENCE, "hold on writes", () -> !run("echo more >c; cat c").equals("more\n"));
    assertThat(run("rm a b c; cat file")).isEqualTo("work\n");
    Deadline.await(PATIENCE, "end of the hold", () -> run("echo more >c; cat c").equals("more\n"));
  }

  @Test
  void whoGoesFarBeyondIsEnded() throws Exception {
    run("head -c 90000000 /dev/zero >a; head -c 90000000 /dev/zero >b");
    Deadline.await(PATIENCE, "end", () -> engine.list().getFirst().phase() == Phase.ENDED);
    assertThat(engine.list().getFirst().detail()).contains("disk limit");
  }
}
