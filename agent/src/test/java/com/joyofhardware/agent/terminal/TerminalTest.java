package com.joyofhardware.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.agent.AgentScene;
import com.joyofhardware.agent.TestingRpc;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.TerminalInfo;
import com.joyofhardware.protocol.agent.TerminalMessage;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest extends AgentScene {
  @Test
  void echoesWhatIsTypedAndRunsIt() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1?cols=100&rows=30")) {
      assertThat(terminal.attached().created()).isTrue();
      terminal.send("echo a$((20+22))b\r");
      terminal.awaitOutput("echo a$((20+22))b");
      terminal.awaitOutput("a42b");
    }
  }

  @Test
  void isALoginShellInTheWorkspaceWithItsEnvironment() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      terminal.send("echo \"<$PWD|$TERM|$COLORTERM|$LANG|$HOME|$(shopt login_shell)>\"\r");
      terminal.awaitOutput(
          "<"
              + agent.workspace()
              + "|xterm-256color|truecolor|C.UTF-8|"
              + agent.config().home()
              + "|login_shell    \ton>");
    }
  }

  @Test
  void startsWhereItIsAsked() throws Exception {
    Files.createDirectories(agent.workspace().resolve("sub folder"));
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1?cwd=sub%20folder")) {
      terminal.send("echo \"<${PWD##*/}>\"\r");
      terminal.awaitOutput("<sub folder>");
    }
  }

  @Test
  void hasTheSizeOfItsWindow() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1?cols=101&rows=31")) {
      terminal.send("stty size\r");
      terminal.awaitOutput("31 101");
      terminal.tell(new TerminalMessage.Resize(77, 22));
      terminal.send("stty size\r");
      terminal.awaitOutput("22 77");
    }
  }

  @Test
  void interruptsWhatRuns() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      // no subshell: one that is between its echo and its exec loses the signal
      terminal.send("sh -c \"echo g''o; exec sleep 600\"\r");
      terminal.awaitOutput("go");
      terminal.send(new byte[] {3});
      terminal.send("echo s$?t\r");
      terminal.awaitOutput("s130t");
    }
  }

  @Test
  void aFloodWaitsForASlowClientAndIsStillInterrupted() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1", false)) {
      terminal.send("yes 0123456789abcdef\r");
      terminal.await("the window to fill", () -> terminal.bytes() >= Limits.TERMINAL_WINDOW);
      long full = terminal.bytes();
      assertThat(full).isEqualTo(Limits.TERMINAL_WINDOW);
      terminal.send(new byte[] {3});
      terminal.ack((int) full);
      terminal.send("echo s$?t\r");
      terminal.await(
          "the prompt",
          () -> {
            if (terminal.bytes() - full > Limits.TERMINAL_WINDOW / 2) {
              throw new AssertionError("the flood goes on after Ctrl-C");
            }
            return terminal.outputText().contains("s130t");
          });
    }
  }

  @Test
  void aFloodReachesAClientThatFollows() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      terminal.send("seq 1 300000; echo 'do'ne\r");
      terminal.awaitOutput("\ndone");
      assertThat(terminal.outputText()).contains("\n149999\r\n150000\r\n").contains("\n300000\r\n");
    }
  }

  @Test
  void livesOnWithoutAClientAndReplaysItsScrollback() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      terminal.send("export MARK=kept; echo first-$MARK\r");
      terminal.awaitOutput("first-kept");
      terminal.abort();
    }
    try (TestingTerminal again = new TestingTerminal(agent, "t1")) {
      TerminalMessage.Attached attached = again.attached();
      assertThat(attached.created()).isFalse();
      again.awaitOutput("first-kept");
      again.await("the replay", () -> again.bytes() >= attached.replay());
      again.send("echo second-$MARK\r");
      again.awaitOutput("second-kept");
    }
  }

  @Test
  void replaysTheLastMebibyteFromTheStartOfALine() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      terminal.send(
          "for i in $(seq 1 60000); do echo \"zeile-ü-$i-äöü-€-\\033[1mx\\033[0m\"; done;");
      terminal.send(" echo 'do'ne\r");
      terminal.awaitOutput("\ndone");
    }
    try (TestingTerminal again = new TestingTerminal(agent, "t1")) {
      TerminalMessage.Attached attached = again.attached();
      assertThat(attached.replay())
          .isBetween(Limits.TERMINAL_SCROLLBACK - 200, Limits.TERMINAL_SCROLLBACK);
      again.await("the replay", () -> again.bytes() >= attached.replay());
      assertThat(again.outputText())
          .startsWith("zeile-ü-")
          .contains("\ndone")
          .doesNotContain("\ufffd");
    }
  }

  @Test
  void theSecondClientTakesOver() throws Exception {
    try (TestingTerminal first = new TestingTerminal(agent, "t1")) {
      first.send("echo o''ne\r");
      first.awaitOutput("one");
      try (TestingTerminal second = new TestingTerminal(agent, "t1?cols=90&rows=20")) {
        assertThat(first.awaitClose()).isEqualTo(Terminal.TAKEN_OVER);
        assertThat(second.attached().created()).isFalse();
        second.awaitOutput("one");
        second.send("stty size\r");
        second.awaitOutput("20 90");
      }
    }
  }

  @Test
  void saysHowTheShellEnded() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      terminal.send("exit 7\r");
      assertThat(terminal.exit()).isEqualTo(new TerminalMessage.Exit(7, null));
      assertThat(terminal.awaitClose()).isEqualTo(1000);
    }
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      assertThat(terminal.attached().created()).isTrue();
      terminal.send("kill -9 $$\r");
      assertThat(terminal.exit()).isEqualTo(new TerminalMessage.Exit(null, "KILL"));
    }
  }

  @Test
  void theLastOutputComesBeforeTheExit() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      terminal.send("exec seq 1 40000\r");
      assertThat(terminal.exit()).isEqualTo(new TerminalMessage.Exit(0, null));
      assertThat(terminal.outputText()).endsWith("\n39999\r\n40000\r\n");
    }
  }

  @Test
  void closingEndsAllThatRunsInIt() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      terminal.send("trap '' HUP; (trap '' HUP; sleep 601) & echo pid=$!=\r");
      terminal.awaitOutput("pid=");
      terminal.await("the pid", () -> terminal.outputText().matches("(?s).*pid=\\d+=.*"));
      long pid = Long.parseLong(terminal.outputText().replaceAll("(?s).*pid=(\\d+)=.*", "$1"));
      terminal.tell(new TerminalMessage.Close());
      assertThat(terminal.exit().signal()).isEqualTo("KILL");
      terminal.await("the end of the job", () -> ended(pid));
    }
  }

  private static boolean ended(long pid) {
    return ProcessHandle.of(pid).map(process -> !process.isAlive()).orElse(true);
  }

  @Test
  void isListedAndKilledOverRpc() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t-1");
        TestingRpc rpc = new TestingRpc(agent)) {
      terminal.send("echo g''o; exec -a x sleep 600\r");
      terminal.awaitOutput("go");
      long pid = terminal.attached().pid();
      terminal.await("the program to be seen", () -> title(rpc).equals("sleep"));
      TerminalInfo[] infos = rpc.result("terminal/list", Map.of(), TerminalInfo[].class);
      assertThat(infos)
          .containsExactly(
              new TerminalInfo(
                  "t-1", pid, agent.workspace().toString(), "sleep", true, null, false));
      rpc.call("terminal/kill", Map.of("id", "t-1"));
      assertThat(terminal.exit().signal()).isEqualTo("HUP");
      assertThat(rpc.error("terminal/kill", Map.of("id", "t-1"))).isEqualTo("not_found");
    }
  }

  @Test
  void keepsTheNameAPersonGaveIt() throws Exception {
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1");
        TestingRpc rpc = new TestingRpc(agent)) {
      assertThat(terminal.attached().created()).isTrue();
      rpc.call("terminal/rename", new TerminalInfo.Rename("t1", "simulation"));
      assertThat(rpc.result("terminal/list", Map.of(), TerminalInfo[].class)[0].name())
          .isEqualTo("simulation");
      rpc.call("terminal/rename", new TerminalInfo.Rename("t1", ""));
      assertThat(rpc.result("terminal/list", Map.of(), TerminalInfo[].class)[0].name()).isNull();
      assertThat(rpc.error("terminal/rename", new TerminalInfo.Rename("t2", "x")))
          .isEqualTo("not_found");
      assertThat(rpc.error("terminal/rename", new TerminalInfo.Rename("t1", "x".repeat(101))))
          .isEqualTo("request.invalid");
    }
  }

  @Test
  void findsTheFilesThatItsOutputNames() throws Exception {
    Files.createDirectories(agent.workspace().resolve("rtl"));
    Files.writeString(agent.workspace().resolve("rtl/uart.v"), "");
    Files.writeString(agent.workspace().resolve("top.v"), "");
    Files.writeString(folder.resolve("outside.v"), "");
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1");
        TestingRpc rpc = new TestingRpc(agent)) {
      terminal.send("cd rtl && echo a$((20+22))b\r");
      terminal.awaitOutput("a42b");
      List<String> shown =
          List.of(
              "uart.v",
              "../top.v",
              "rtl/uart.v",
              agent.workspace() + "/top.v",
              "none.v",
              "../../outside.v",
              "../rtl",
              "a\0b");
      TerminalInfo.Links links =
          rpc.result(
              "terminal/links",
              new TerminalInfo.Shown(terminal.attached().pid(), shown),
              TerminalInfo.Links.class);
      assertThat(links.paths())
          .containsExactly("rtl/uart.v", "top.v", "rtl/uart.v", "top.v", "", "", "", "");
    }
  }

  private static String title(TestingRpc rpc) {
    try {
      return rpc.result("terminal/list", Map.of(), TerminalInfo[].class)[0].title();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void oneTooManyIsRefusedInWords() throws Exception {
    List<TestingTerminal> open = new ArrayList<>();
    try {
      for (int i = 0; i < Limits.MAX_TERMINALS; i++) {
        open.add(new TestingTerminal(agent, "t" + i));
      }
      assertThatThrownBy(() -> new TestingTerminal(agent, "more"))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(429));
    } finally {
      open.forEach(TestingTerminal::close);
    }
  }

  @Test
  void refusesWhatMakesNoSense() throws Exception {
    for (String path :
        List.of("t1?cols=0", "t1?rows=1001", "t1?cols=x", "a.b", "x".repeat(65), "t1?cwd=%00")) {
      assertThatThrownBy(() -> new TestingTerminal(agent, path))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(400));
    }
    assertThatThrownBy(() -> new TestingTerminal(agent, "t1?cwd=no/such"))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(404));
  }

  @Test
  void pastesAreTakenWhole() throws Exception {
    String line = "0123456789".repeat(9) + "\n";
    String text = line.repeat(20_000);
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1")) {
      terminal.send("stty -echo; echo g''o; cat > pasted; sha1sum pasted; echo 'do'ne\r");
      terminal.awaitOutput("go");
      terminal.send(text);
      terminal.send(new byte[] {4});
      terminal.awaitOutput("\ndone");
      assertThat(Files.readString(agent.workspace().resolve("pasted"), StandardCharsets.UTF_8))
          .isEqualTo(text);
    }
  }
}
