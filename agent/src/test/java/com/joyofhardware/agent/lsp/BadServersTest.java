package com.joyofhardware.agent.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that misbehave: each alone is ended, and its client told why. */
class BadServersTest {
  private static final String REQUEST = "{\"id\":1,\"method\":\"initialize\",\"params\":{}}";
  private static final String NOTE = "{\"method\":\"a note\"}";
  private static final long PATIENCE_SECONDS = 20;

  @TempDir Path folder;
  private TestingAgent agent;
  private TestingTools tools;
  private TestingSocket other;

  @BeforeEach
  void start() throws Exception {
    System.setProperty(LspRoom.PATIENCE, "1");
    agent = TestingAgent.serving(folder);
    tools = new TestingTools(agent, folder);
    tools.install("pyright-langserver", "exec cat");
    other = new TestingSocket(agent, "/lsp/python");
  }

  @AfterEach
  void stop() {
    System.clearProperty(LspRoom.PATIENCE);
    other.close();
    agent.close();
  }

  private void theOthersGoOn() throws Exception {
    assertThat(other.closeCode()).isZero();
    other.sendText(NOTE);
    other.awaitText("a note");
    assertThat(agent.get("/healthz").statusCode()).isEqualTo(200);
  }

  /** A script that tells its process id first. */
  private long started(TestingSocket lsp, Path told) throws Exception {
    lsp.await("its start", () -> Files.exists(told) && told.toFile().length() > 0);
    return Long.parseLong(Files.readString(told).strip());
  }

  @Test
  void oneThatEatsMemoryComesToItsLimit() throws Exception {
    tools.install(
        "bash-language-server",
        "exec python3 -c 'kept = [bytearray(1 << 26) for turn in range(1 << 10)]'");
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/shellscript")) {
      assertThat(lsp.awaitClose()).isEqualTo(1011);
      assertThat(lsp.closeReason()).contains("bash-language-server ended with status 1");
      assertThat(lsp.texts().toString()).contains("MemoryError");
    }
    theOthersGoOn();
  }

  @Test
  void oneThatGivesNoAnswerIsEnded() throws Exception {
    Path told = folder.toRealPath().resolve("told");
    tools.install("vhdl_ls", "echo $$ >" + told + "; exec sleep 1000");
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      long pid = started(lsp, told);
      lsp.sendText(REQUEST);
      assertThat(lsp.awaitClose()).isEqualTo(1011);
      assertThat(lsp.closeReason())
          .contains("vhdl_ls was ended: it gave no answer for 1 s", "starts again");
      Optional<ProcessHandle> server = ProcessHandle.of(pid);
      if (server.isPresent()) {
        server.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
    theOthersGoOn();
  }

  @Test
  void oneThatIsKilledStartsAgainForTheNextSocket() throws Exception {
    Path told = folder.toRealPath().resolve("told");
    tools.install("vhdl_ls", "echo $$ >" + told + "; exec cat");
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      ProcessHandle.of(started(lsp, told)).orElseThrow().destroyForcibly();
      assertThat(lsp.awaitClose()).isEqualTo(1011);
      assertThat(lsp.closeReason()).contains("signal KILL; it starts again in 1 s");
    }
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      lsp.sendText(NOTE);
      lsp.awaitText("a note");
    }
    theOthersGoOn();
  }

  @Test
  void theProjectsServerComesBeforeOurs() throws Exception {
    // a clangd of the machine is on the agent's own PATH, or there is none at all
    tools.install("clangd", "exec cat");
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/cpp")) {
      lsp.sendText(NOTE);
      lsp.awaitText("a note");
    }
  }

  @Test
  void whatAPersonInstalledWithoutBeingRootIsFound() throws Exception {
    Path home = agent.config().home();
    TestingTools.program(home.resolve(".cargo/bin/vhdl_ls"), "exec cat");
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      lsp.sendText(NOTE);
      lsp.awaitText("a note");
    }
  }
}
