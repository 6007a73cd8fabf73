package com.joyofhardware.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.joyofhardware.engine.contract.Deadline;
import com.joyofhardware.engine.local.HostProcesses.Stat;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.ContainerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Control groups of version 2 against the kernel's, as far as this machine has them. */
final class SandboxGroupsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void version2FreezesThawsAndKillsAllOfAGroup() throws Exception {
    Optional<Path> unified = CgroupMounts.read().unified();
    assumeTrue(
        unified.filter(Files::isWritable).isPresent(),
        "needs a unified control group hierarchy that this user may write");
    ControlGroups groups = ControlGroupsV2.detect(unified.orElseThrow());
    SandboxGroups made = groups.of(ContainerId.random(new SecureRandom()));
    groups.create(made, new Resources(1, 64L << 20, 20, 1L << 20));
    Process busy = new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start();
    try {
      Files.writeString(made.paths().getFirst().resolve("cgroup.procs"), Long.toString(busy.pid()));
      made.freeze();
      assertThat(made.frozen()).isTrue();
      made.thaw();
      assertThat(made.frozen()).isFalse();
      made.freeze();
      made.kill();
      Deadline.await(
          PATIENCE,
          "end of the process",
          () -> HostProcesses.stat(busy.pid()).filter(Stat::alive).isEmpty());
    } finally {
      busy.destroyForcibly().waitFor();
      made.remove();
    }
    assertThat(made.paths().getFirst()).doesNotExist();
  }

  @Test
  void mountsOfVersion1AreFoundByController() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            List.of(
                "24 27 0:6 / /dev rw,relatime - devtmpfs devtmpfs rw",
                "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
                "35 31 0:32 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory"),
            List.of("4:memory:/user/someone", "1:cpu,cpuacct:/"));
    assertThat(mounts.controller("memory")).contains(Path.of("/sys/fs/cgroup/memory/user/someone"));
    assertThat(mounts.controller("cpu")).contains(Path.of("/sys/fs/cgroup/cpu,cpuacct"));
    assertThat(mounts.controller("pids")).isEmpty();
    assertThat(mounts.unified()).isEmpty();
  }

  @Test
  void aContainersMountShowsAPartOfTheHierarchy() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            List.of("32 31 0:29 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw"),
            List.of("0::/docker/abc/inner"));
    assertThat(mounts.unified()).contains(Path.of("/sys/fs/cgroup/inner"));
  }
}
