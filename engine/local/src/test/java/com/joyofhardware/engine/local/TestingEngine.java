package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.egress.EgressPolicy;
import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.opentest4j.TestAbortedException;

/** A local engine with the stand-in agent. */
final class TestingEngine {
  static final NodeName NODE = new NodeName("here");

  private TestingEngine() {}

  /** A test is skipped, with the reason, where this user can't have sandboxes on this machine. */
  static LocalEngine open(Path folder, EgressPolicy egress) throws Exception {
    try {
      return LocalEngine.open(config(folder, egress));
    } catch (UnusableMachineException e) {
      throw new TestAbortedException(e.getMessage(), e);
    }
  }

  /** With neither control groups nor loop devices, whatever the machine has. */
  static LocalEngine openBare(Path folder) throws Exception {
    try {
      return LocalEngine.open(
          config(folder, EgressPolicy.closed()), new ControlGroups.None(), Disks.plain());
    } catch (UnusableMachineException e) {
      throw new TestAbortedException(e.getMessage(), e);
    }
  }

  static LocalEngineConfig config(Path folder, EgressPolicy egress) throws IOException {
    return new LocalEngineConfig(folder.resolve("data"), NODE, TestingAgent.pack(folder), egress);
  }

  static ContainerSpec spec(Size size, Resources resources) {
    return new ContainerSpec(NODE, size, resources, "no-key");
  }

  /** The command line of {@link #main} in a process of its own. */
  static List<String> process(Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-cp",
        System.getProperty("java.class.path"),
        TestingEngine.class.getName(),
        folder.toString());
  }

  /** Starts a sandbox, prints its id and stays. */
  public static void main(String[] args) throws Exception {
    LocalEngine engine = open(Path.of(args[0]), EgressPolicy.closed());
    Resources resources = new Resources(1, 384L << 20, 150, 96L << 20);
    Container container = engine.start(spec(Size.BURST, resources));
    System.out.println(container.id());
    new CountDownLatch(1).await();
  }
}
