package com.joyofhardware.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingRpc;
import com.joyofhardware.protocol.agent.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On file trees as Docker and systemd lay them out on hosts of either version. */
class TelemeterTest {
  @TempDir Path root;
  private final AtomicLong millis = new AtomicLong(1_000_000);

  @BeforeEach
  void machine() throws IOException {
    write("proc/meminfo", "MemTotal:       16384 kB\nMemFree:  1 kB\n");
  }

  @Test
  void readsACgroupOfVersion2() throws Exception {
    write("proc/self/cgroup", "0::/system.slice/docker-ab.scope\n");
    write(
        "proc/self/mountinfo",
        "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n");
    String at = "sys/fs/cgroup/system.slice/docker-ab.scope/";
    unified(at, 5_000_000);
    Telemeter telemeter = telemeter();
    telemeter.sample();
    write(at + "cpu.stat", "usage_usec 6500000\nuser_usec 1\n");
    millis.addAndGet(1_000);
    assertThat(telemeter.sample())
        .isEqualTo(new Telemetry(1_001_000, 150.0, 200.0, 7_000_000, 8_388_608, 21, "cgroup2"));
  }

  @Test
  void readsACgroupNamespaceOfVersion2() throws Exception {
    write("proc/self/cgroup", "0::/\n");
    write("proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n");
    unified("sys/fs/cgroup/", 1);
    assertThat(telemeter().sample().source()).isEqualTo("cgroup2");
  }

  /** As a local sandbox has them: its own group is the namespace's root and the mount's. */
  @Test
  void readsACgroupNamespaceOfVersion1() throws Exception {
    write("proc/self/cgroup", "8:pids:/\n4:memory:/\n2:cpuacct:/\n1:cpu:/\n0::/\n");
    write(
        "proc/self/mountinfo",
        """
        33 30 0:28 / /sys/fs/cgroup/cpuacct ro,nosuid - cgroup cgroup rw,cpuacct
        34 30 0:29 / /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory
        """);
    write("sys/fs/cgroup/cpuacct/cpuacct.usage", "2000000000\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", "5000000\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "8388608\n");
    write("sys/fs/cgroup/memory/tasks", "1\n7\n9\n");
    assertThat(telemeter().sample())
        .isEqualTo(new Telemetry(1_000_000, 0, 400.0, 5_000_000, 8_388_608, 3, "cgroup1"));
  }

  @Test
  void readsCgroupsOfVersion1() throws Exception {
    write(
        "proc/self/cgroup",
        "5:pids:/docker/ab\n4:memory:/docker/ab\n3:cpu,cpuacct:/docker/ab\n0::/\n");
    write(
        "proc/self/mountinfo",
        """
        33 30 0:28 /docker/ab /sys/fs/cgroup/cpu,cpuacct ro,nosuid - cgroup cgroup rw,cpu,cpuacct
        34 30 0:29 /docker/ab /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory
        35 30 0:30 /docker/ab /sys/fs/cgroup/pids ro,nosuid - cgroup cgroup rw,pids
        36 30 0:31 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
        """);
    write("sys/fs/cgroup/cpu,cpuacct/cpuacct.usage", "2000000000\n");
    write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n");
    write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", "9000000\n");
    write(
        "sys/fs/cgroup/memory/memory.stat",
        "cache 1\ntotal_inactive_file 800000\ntotal_active_file 200000\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/pids/pids.current", "7\n");
    Files.createDirectories(root.resolve("sys/fs/cgroup/unified"));
    Telemeter telemeter = telemeter();
    telemeter.sample();
    write("sys/fs/cgroup/cpu,cpuacct/cpuacct.usage", "2250000000\n");
    millis.addAndGet(500);
    assertThat(telemeter.sample())
        .isEqualTo(new Telemetry(1_000_500, 50.0, 50.0, 8_000_000, 16_777_216, 7, "cgroup1"));
  }

  @Test
  void theMachinesOwnRootCgroupIsNoContainer() throws Exception {
    write("proc/self/cgroup", "4:memory:/\n2:cpuacct:/\n0::/\n");
    write(
        "proc/self/mountinfo",
        """
        34 30 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        35 30 0:30 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct
        """);
    write("sys/fs/cgroup/memory/release_agent", "\n");
    write("sys/fs/cgroup/cpuacct/release_agent", "\n");
    assertThat(telemeter().sample().source()).isEqualTo("processes");
  }

  @Test
  void sumsProcessesWhereThereIsNoCgroup() throws Exception {
    process(1, "init", 100, 50, 2, 1_024);
    process(20, "odd ) name (", 30, 20, 3, 2_048);
    Telemeter telemeter = telemeter();
    telemeter.sample();
    process(20, "odd ) name (", 80, 20, 3, 2_048);
    Files.delete(root.resolve("proc/1/stat"));
    millis.addAndGet(1_000);
    assertThat(telemeter.sample())
        .isEqualTo(new Telemetry(1_001_000, 50.0, 400.0, 2_048 << 10, 16_777_216, 3, "processes"));
  }

  /** On a machine with many mounts the cgroups' come after the first piece. */
  @Test
  void readsTheKernelsFilesToTheirEnd() throws Exception {
    assertThat(Host.local().lines(Path.of("/proc/self/maps")))
        .anyMatch(line -> line.endsWith("[stack]"));
  }

  @Test
  void samplesTheLivingAgent() throws Exception {
    try (TestingAgent agent = TestingAgent.serving(root);
        TestingRpc rpc = new TestingRpc(agent)) {
      rpc.call("telemetry/subscribe", new TelemetryRoom.Subscribe());
      rpc.notification();
      JsonObject second = rpc.notification();
      assertThat(second.get("method").getAsString()).isEqualTo("telemetry/sample");
      JsonObject sample = second.getAsJsonObject("params");
      assertThat(sample.get("memory").getAsLong()).isPositive();
      assertThat(sample.get("memoryLimit").getAsLong()).isPositive();
      assertThat(sample.get("processes").getAsInt()).isPositive();
      assertThat(sample.get("cpuLimitPercent").getAsDouble()).isPositive();
    }
  }

  private Telemeter telemeter() throws IOException {
    return new Telemeter(
        Telemeter.source(new Host(root, 4)), () -> Instant.ofEpochMilli(millis.get()));
  }

  private void unified(String at, long usec) throws IOException {
    write(at + "cpu.stat", "usage_usec " + usec + "\nuser_usec 1\n");
    write(at + "cpu.max", "200000 100000\n");
    write(at + "memory.current", "8000000\n");
    write(at + "memory.stat", "anon 1\ninactive_file 800000\nactive_file 200000\n");
    write(at + "memory.max", "8388608\n");
    write(at + "pids.current", "21\n");
  }

  private void process(int pid, String name, int user, int system, int threads, int anonKib)
      throws IOException {
    write(
        "proc/" + pid + "/stat",
        pid
            + " ("
            + name
            + ") S 0 1 1 0 -1 4194560 1 1 1 1 "
            + user
            + " "
            + system
            + " 0 0 20 0 "
            + threads
            + " 0 "
            + (pid * 7)
            + " 1 1 1\n");
    write("proc/" + pid + "/status", "Name: x\nVmRSS: 9 kB\nRssAnon:\t  " + anonKib + " kB\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
