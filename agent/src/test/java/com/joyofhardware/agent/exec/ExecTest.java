package com.joyofhardware.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.agent.AgentScene;
import com.joyofhardware.agent.TestingSocket;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Exec;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ExecTest extends AgentScene {
  private static Exec.End exit(int code) {
    return new Exec.End(code, null);
  }

  private static Exec.End signal(String name) {
    return new Exec.End(null, name);
  }

  @Test
  void keepsOutputAndErrorsApart() throws Exception {
    try (TestingExec exec = TestingExec.shell(agent, "echo out; echo err >&2; exit 3")) {
      assertThat(exec.end()).isEqualTo(exit(3));
      assertThat(exec.closeCode()).isEqualTo(1000);
      assertThat(exec.stdoutText()).isEqualTo("out\n");
      assertThat(exec.stderrText()).isEqualTo("err\n");
    }
  }

  @Test
  void tellsASignalFromAnExitCodeThatLooksLikeIt() throws Exception {
    try (TestingExec exec = TestingExec.shell(agent, "kill -9 $$")) {
      assertThat(exec.end()).isEqualTo(signal("KILL"));
    }
    try (TestingExec exec = TestingExec.shell(agent, "exit 137")) {
      assertThat(exec.end()).isEqualTo(exit(137));
    }
    try (TestingExec exec = TestingExec.shell(agent, "kill -TERM $$")) {
      assertThat(exec.end()).isEqualTo(signal("TERM"));
    }
  }

  @Test
  void aPipeBreaksAsInAnyShell() throws Exception {
    try (TestingExec exec = TestingExec.shell(agent, "yes | head -1; echo ${PIPESTATUS[0]}")) {
      assertThat(exec.end()).isEqualTo(exit(0));
      assertThat(exec.stdoutText()).isEqualTo("y\n141\n");
    }
  }

  @Test
  void endsItsInputWithAnEmptyFrame() throws Exception {
    try (TestingExec exec = TestingExec.run(agent, "cat")) {
      exec.send("one ");
      exec.awaitOutput("one");
      exec.send("two");
      exec.sendEmpty();
      assertThat(exec.end()).isEqualTo(exit(0));
      assertThat(exec.stdoutText()).isEqualTo("one two");
    }
  }

  @Test
  void passesEveryByte() throws Exception {
    byte[] all = new byte[100_000];
    new Random(1).nextBytes(all);
    try (TestingExec exec = TestingExec.run(agent, "cat")) {
      exec.send(all);
      exec.sendEmpty();
      assertThat(exec.end()).isEqualTo(exit(0));
      assertThat(exec.stdout()).isEqualTo(all);
    }
  }

  @Test
  void passesFiftyMegabytesBothWaysAtOnce() throws Exception {
    byte[] data = new byte[50 << 20];
    new Random(2).nextBytes(data);
    try (TestingExec exec = TestingExec.run(agent, "cat")) {
      exec.send(data);
      exec.sendEmpty();
      assertThat(exec.end()).isEqualTo(exit(0));
      assertThat(Arrays.equals(exec.stdout(), data)).isTrue();
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsTheCommandBack() throws Exception {
    Path progress = agent.workspace().resolve("progress");
    try (StalledExec exec = new StalledExec(agent)) {
      exec.begin(
          "{\"argv\":[\"bash\",\"-c\",\"for i in {1..5000}; do head -c 10000 /dev/zero;"
              + " echo $i > progress; done\"]}");
      long settled = exec.awaitStandstill(progress);
      // what the pipe, the sockets' buffers and the agent hold: not the 50 MB that are to come
      assertThat(settled).isBetween(1L, 2_000L);
    }
  }

  @Test
  void inputThatTheCommandDoesNotReadHoldsTheClientBack() throws Exception {
    try (TestingExec exec = TestingExec.shell(agent, "sleep 600")) {
      byte[] piece = new byte[1 << 20];
      var sending =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 100; i++) {
              exec.send(piece);
            }
          });
      assertThatThrownBy(() -> sending.get(1500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void theLastFrameArrivesThoughTheClientStillSends() throws Exception {
    try (TestingExec exec = TestingExec.shell(agent, "head -c 10 | wc -c; exit 5")) {
      byte[] piece = new byte[1 << 16];
      for (int i = 0; i < 200 && exec.closeCode() == 0; i++) {
        try {
          exec.send(piece);
        } catch (CompletionException e) {
          break; // closed meanwhile, as it should be
        }
      }
      assertThat(exec.end()).isEqualTo(exit(5));
      assertThat(exec.stdoutText()).isEqualTo("10\n");
    }
  }

  @Test
  void aClientThatGoesTakesItsProcessesAlong() throws Exception {
    TestingExec exec =
        TestingExec.shell(agent, "sleep 602 & echo $!; trap '' HUP; wait; sleep 603");
    exec.awaitOutput("\n");
    long pid = Long.parseLong(exec.stdoutText().trim());
    assertThat(ProcessHandle.of(pid)).isPresent();
    exec.abort();
    exec.await("the end", () -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
  }

  @Test
  void runsInTheWorkspaceOrWhereItIsAsked() throws Exception {
    Files.createDirectories(agent.workspace().resolve("sub"));
    try (TestingExec exec = TestingExec.run(agent, "pwd")) {
      exec.end();
      assertThat(exec.stdoutText()).isEqualTo(agent.workspace() + "\n");
    }
    try (TestingExec exec = TestingExec.start(agent, new Exec.Start(List.of("pwd"), "sub", null))) {
      exec.end();
      assertThat(exec.stdoutText()).isEqualTo(agent.workspace() + "/sub\n");
    }
  }

  @Test
  void hasTheEnvironmentOfALoginShellAndWhatIsAdded() throws Exception {
    Files.writeString(
        agent.config().home().resolve(".bash_profile"),
        "export TOOL=there PATH=$HOME/tools:$PATH; echo noise\n");
    Path tools = Files.createDirectories(agent.config().home().resolve("tools"));
    Path tool = Files.writeString(tools.resolve("mytool"), "echo from the tool $ADDED\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    try (TestingExec exec =
        TestingExec.shell(agent, "echo $TOOL $ADDED; mytool", Map.of("ADDED", "yes"))) {
      assertThat(exec.end()).isEqualTo(exit(0));
      assertThat(exec.stdoutText()).isEqualTo("there yes\nfrom the tool yes\n");
    }
    try (TestingExec exec =
        TestingExec.start(agent, new Exec.Start(List.of("mytool"), null, Map.of("ADDED", "2")))) {
      assertThat(exec.end()).isEqualTo(exit(0));
      assertThat(exec.stdoutText()).isEqualTo("from the tool 2\n");
    }
  }

  @Test
  void nothingOfTheAgentIsInTheEnvironment() throws Exception {
    try (TestingExec exec = TestingExec.run(agent, "env")) {
      exec.end();
      assertThat(exec.stdoutText())
          .contains("LANG=C.UTF-8", "HOME=" + agent.config().home())
          .doesNotContain("JAVA_TOOL_OPTIONS", "MALLOC_ARENA_MAX", "TERM=xterm-256color", "PS1=");
    }
  }

  @Test
  void aProgramThatIsNotThereEndsAsInAShell() throws Exception {
    try (TestingExec exec = TestingExec.run(agent, "no-such-tool")) {
      assertThat(exec.end()).isEqualTo(exit(127));
      assertThat(exec.stderrText()).contains("no-such-tool: command not found");
    }
    Files.writeString(agent.workspace().resolve("plain"), "x");
    try (TestingExec exec = TestingExec.run(agent, "./plain")) {
      assertThat(exec.end()).isEqualTo(exit(126));
    }
  }

  @Test
  void onlyStdioIsOpenInIt() throws Exception {
    try (TestingExec exec = TestingExec.shell(agent, "cd /proc/$$/fd; echo [0-9]*")) {
      exec.end();
      // 3 is the folder that is being listed
      assertThat(exec.stdoutText()).isEqualTo("0 1 2 3\n");
    }
  }

  @Test
  void aFirstFrameThatIsNoneClosesInWords() throws Exception {
    for (String first : List.of("{", "{}", "{\"argv\":[]}", "{\"argv\":[\"a\\u0000b\"]}")) {
      try (TestingSocket socket = new TestingSocket(agent, "/exec")) {
        socket.sendText(first);
        assertThat(socket.awaitClose()).as(first).isEqualTo(1008);
        assertThat(socket.closeReason()).isNotEmpty();
      }
    }
    try (TestingSocket socket = new TestingSocket(agent, "/exec")) {
      socket.send("too early");
      assertThat(socket.awaitClose()).isEqualTo(1008);
    }
  }

  @Test
  void oneTooManyIsRefusedInWords() throws Exception {
    List<TestingExec> running = new ArrayList<>();
    try {
      for (int i = 0; i < Limits.MAX_EXECS; i++) {
        running.add(TestingExec.run(agent, "cat"));
      }
      assertThatThrownBy(() -> TestingExec.run(agent, "cat"))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(429));
      running.removeFirst().close();
      running.getFirst().await("a free place", () -> startsAgain(running));
    } finally {
      running.forEach(TestingExec::close);
    }
  }

  private boolean startsAgain(List<TestingExec> running) {
    try {
      running.add(TestingExec.run(agent, "cat"));
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }
}
