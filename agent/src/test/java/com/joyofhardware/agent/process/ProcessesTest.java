package com.joyofhardware.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.agent.Eventually;
import com.joyofhardware.protocol.JoyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
  @TempDir Path folder;
  private Processes processes;

  @BeforeEach
  void start() {
    processes = new Processes(Map.of("JAVA_TOOL_OPTIONS", "x", "SECRET_FREE", "y"), folder, null);
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  private Spawner.OnPipes shell(String script) {
    return processes.onPipes(
        new Launch(List.of("bash", "-c", script), folder, processes.login().resolve()));
  }

  @Test
  void programsLeaveRoomForTheAgentsOwnProcesses() throws Exception {
    assertThat(Reserve.theirs(2_048)).isEqualTo(1_920);
    assertThat(Reserve.theirs(150)).isEqualTo(118);
    assertThat(Reserve.theirs(-1)).isEqualTo(-1);
    shell("sleep 0.2; ulimit -H -u > limit.new; mv limit.new limit; sleep 600");
    Path file = folder.resolve("limit");
    Eventually.holds("the file", () -> Files.exists(file));
    String ours =
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(line -> line.startsWith("Max processes"))
            .map(line -> line.strip().split(" +", -1)[3])
            .findFirst()
            .orElseThrow();
    assertThat(Files.readString(file).strip())
        .isEqualTo(
            ours.equals("unlimited") ? ours : Long.toString(Reserve.theirs(Long.parseLong(ours))));
  }

  @Test
  void stoppingEndsDaemonsToo() throws Exception {
    shell(
        "(trap '' HUP; setsid sleep 604 & echo $! > daemon.new; mv daemon.new daemon);"
            + " trap '' HUP; sleep 605");
    Path file = folder.resolve("daemon");
    Eventually.holds("the file", () -> Files.exists(file));
    long daemon = Long.parseLong(Files.readString(file).trim());
    processes.stopAll();
    assertThat(ProcessTable.entry(daemon)).isEmpty();
    assertThatThrownBy(() -> shell("true"))
        .isInstanceOf(JoyException.class)
        .hasMessageContaining("being saved");
    processes.resume();
    assertThat(shell("exit 4").child().ended().get(20, TimeUnit.SECONDS))
        .isEqualTo(new Ended.Exited(4));
  }

  @Test
  void whatComputesIsBusyAndWhatWaitsIsNot() throws Exception {
    assertThat(processes.busy()).isFalse();
    Spawner.OnPipes waits = shell("exec sleep 606");
    Eventually.holds("rest", () -> !processes.busy());
    Spawner.OnPipes computes = shell("while :; do :; done");
    Eventually.holds("work", processes::busy);
    computes.child().hangUp();
    computes.child().ended().join();
    Eventually.holds("rest", () -> !processes.busy());
    processes.printed();
    assertThat(processes.busy()).isTrue();
    waits.child().hangUp();
  }

  @Test
  void personalisationReachesWhatStartsAfterIt() {
    assertThat(processes.login().resolve()).containsEntry("SECRET_FREE", "y");
    processes.environment().personalise(Map.of("GIT_AUTHOR_NAME", "Ada"));
    assertThat(processes.login().resolve()).containsEntry("GIT_AUTHOR_NAME", "Ada");
    assertThat(processes.environment().forTerminal())
        .containsEntry("GIT_AUTHOR_NAME", "Ada")
        .doesNotContainKey("JAVA_TOOL_OPTIONS");
  }

  @Test
  void aProfileThatFailsLeavesTheEnvironmentAsItWas() {
    Map<String, String> before = Map.of("A", "b");
    assertThat(LoginEnvironment.parse(new byte[0], before)).isEqualTo(before);
  }

  @Test
  void readsCommandsWithParenthesesAndSpaces() {
    String stat = "42 (a) b (c)) S 1 40 39 0 -1 4194304 1 2 3 4 7 8 0 0 20 0 1 0 5";
    assertThat(ProcessTable.parse(stat))
        .contains(new ProcessTable.Entry(42, "a) b (c)", 40, 39, 15));
    assertThat(ProcessTable.parse(stat.replace(" S ", " Z "))).isEmpty();
  }
}
