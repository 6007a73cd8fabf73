package com.joyofhardware.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.agent.AgentScene;
import com.joyofhardware.agent.Eventually;
import com.joyofhardware.agent.TestingRpc;
import com.joyofhardware.protocol.agent.TerminalInfo;
import com.joyofhardware.protocol.agent.TerminalMessage;
import com.joyofhardware.protocol.agent.TerminalStart;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandTerminalTest extends AgentScene {
  private @Nullable TestingRpc opened;

  @BeforeEach
  void connect() {
    opened = new TestingRpc(agent);
  }

  @AfterEach
  void disconnect() {
    rpc().close();
  }

  @Test
  void runsACommandInItsFolderWithItsEnvironmentAndTellsItsExitCode() throws Exception {
    Files.createDirectories(agent.workspace().resolve("sub"));
    String script = "echo \"<${PWD##*/}|$MARK|$TERM|$(stty size)>\"; exit 7";
    start(new TerminalStart("t1", "build", sh(script), "sub", Map.of("MARK", "a b"), 101, 31));
    assertThat(info("t1").name()).isEqualTo("build");
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1?attach=true&cols=101&rows=31")) {
      assertThat(terminal.exit()).isEqualTo(new TerminalMessage.Exit(7, null));
      assertThat(terminal.attached().created()).isFalse();
      assertThat(terminal.outputText()).contains("<sub|a b|xterm-256color|31 101>");
    }
  }

  @Test
  void itsEndIsToldUntilItIsClosed() throws Exception {
    start(command("t1", "echo do''ne; exit 3"));
    Eventually.holds("its end", () -> info("t1").title().isEmpty());
    assertThat(info("t1").command()).isTrue();
    try (TestingTerminal lost = new TestingTerminal(agent, "t1?attach=true")) {
      assertThat(lost.exit()).isEqualTo(new TerminalMessage.Exit(3, null));
      lost.abort();
    }
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1?attach=true")) {
      assertThat(terminal.exit()).isEqualTo(new TerminalMessage.Exit(3, null));
      assertThat(terminal.outputText()).contains("done");
      terminal.tell(new TerminalMessage.Close());
      assertThat(terminal.awaitClose()).isEqualTo(1000);
    }
    assertThat(list()).isEmpty();
    assertGone("t1");
  }

  @Test
  void itsEndWaitsForWhoLostTheConnection() throws Exception {
    start(command("t1", "echo g''o; read line; echo \"<$line>\"; exit 4"));
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1?attach=true")) {
      terminal.awaitOutput("go");
      terminal.send("typed\r");
      terminal.abort();
    }
    Eventually.holds("its end", () -> info("t1").title().isEmpty() && !info("t1").attached());
    try (TestingTerminal again = new TestingTerminal(agent, "t1?attach=true")) {
      assertThat(again.exit()).isEqualTo(new TerminalMessage.Exit(4, null));
      assertThat(again.outputText()).contains("go").contains("<typed>");
    }
  }

  @Test
  void isEndedByWhoShowsItAndByItsId() throws Exception {
    start(command("t1", "echo g''o; exec sleep 600"));
    try (TestingTerminal terminal = new TestingTerminal(agent, "t1?attach=true")) {
      terminal.awaitOutput("go");
      terminal.tell(new TerminalMessage.Close());
      assertThat(terminal.exit().signal()).isEqualTo("HUP");
    }
    start(command("t2", "exec sleep 600"));
    rpc().call("terminal/kill", Map.of("id", "t2"));
    Eventually.holds("its end", () -> list().isEmpty());
    // one that has ended and that nobody wants to see
    start(command("t3", "exit 1"));
    Eventually.holds("its end", () -> info("t3").title().isEmpty());
    rpc().call("terminal/kill", Map.of("id", "t3"));
    Eventually.holds("it to be gone", () -> list().isEmpty());
  }

  @Test
  void tellsWhatACommandFinds() throws Exception {
    List<String> wanted = List.of("sh", "no-such-program", "a\0b");
    TerminalStart.Environment told =
        rpc()
            .result(
                "terminal/environment",
                new TerminalStart.Look(wanted),
                TerminalStart.Environment.class);
    assertThat(told.programs()).containsExactly("sh");
    assertThat(told.workspace()).isEqualTo(agent.workspace().toString());
    assertThat(told.env())
        .containsEntry("HOME", agent.config().home().toString())
        .containsEntry("TERM", "xterm-256color")
        .containsKey("PATH");
  }

  @Test
  void refusesWhatCannotBeStarted() throws Exception {
    start(command("t1", "exec sleep 600"));
    assertThat(refused(command("t1", "true"))).isEqualTo("request.invalid");
    assertThat(refused(command("a.b", "true"))).isEqualTo("request.invalid");
    assertThat(refused(start("t2", List.of()))).isEqualTo("request.invalid");
    assertThat(refused(start("t2", List.of("a\0b")))).isEqualTo("request.invalid");
    assertThat(refused(start("t2", List.of("no-such-program")))).isEqualTo("file.not_found");
    assertThat(refused(new TerminalStart("t2", null, sh("true"), "no/such", null, 80, 24)))
        .isEqualTo("file.not_found");
    assertThat(refused(new TerminalStart("t2", null, sh("true"), null, null, 0, 24)))
        .isEqualTo("request.invalid");
    assertThat(refused(new TerminalStart("t2", null, sh("true"), null, Map.of("A=B", "x"), 80, 24)))
        .isEqualTo("request.invalid");
    assertThat(refused(new TerminalStart("t2", "x".repeat(101), sh("true"), null, null, 80, 24)))
        .isEqualTo("request.invalid");
    assertThat(list()).extracting(TerminalInfo::id).containsExactly("t1");
    assertGone("t2");
  }

  private void assertGone(String id) {
    assertThatThrownBy(() -> new TestingTerminal(agent, id + "?attach=true"))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(404));
  }

  private static List<String> sh(String script) {
    return List.of("sh", "-c", script);
  }

  private static TerminalStart command(String id, String script) {
    return start(id, sh(script));
  }

  private static TerminalStart start(String id, List<String> argv) {
    return new TerminalStart(id, null, argv, null, null, 80, 24);
  }

  private void start(TerminalStart wanted) throws Exception {
    rpc().call("terminal/start", wanted);
  }

  private String refused(TerminalStart wanted) throws Exception {
    return rpc().error("terminal/start", wanted);
  }

  private List<TerminalInfo> list() throws Exception {
    return List.of(rpc().result("terminal/list", Map.of(), TerminalInfo[].class));
  }

  private TerminalInfo info(String id) throws Exception {
    return list().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private TestingRpc rpc() {
    return Objects.requireNonNull(opened);
  }
}
