package com.joyofhardware.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.engine.contract.ContainerEngineContract;
import com.joyofhardware.engine.local.egress.EgressPolicy;
import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The contract on this machine, with whatever it offers; without root by the subordinate uids. */
class LocalEngineTest extends ContainerEngineContract {
  @TempDir Path folder;

  @Override
  protected ContainerEngine open() throws Exception {
    return TestingEngine.open(folder, EgressPolicy.closed());
  }

  @Override
  protected ContainerSpec spec(Size size, Resources resources) {
    return TestingEngine.spec(size, resources);
  }

  @Override
  protected String run(Container container, String line) throws IOException {
    return TestingAgent.run(container, line);
  }

  @Override
  protected List<String> processThatStartsOne() {
    return TestingEngine.process(folder);
  }

  @Override
  protected void assertNothingIsLeft(Container stopped) throws Exception {
    String id = stopped.id().value();
    assertThat(folder.resolve("data/sandboxes").resolve(id)).doesNotExist();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(id);
    assertThat(
            ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(id)))
        .isEmpty();
  }
}
