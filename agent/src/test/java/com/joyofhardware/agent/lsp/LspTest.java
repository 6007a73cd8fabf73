package com.joyofhardware.agent.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.joyofhardware.agent.AgentScene;
import com.joyofhardware.agent.TestingSocket;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LspTest extends AgentScene {
  private static final String TOP =
      "module top (input wire clk);\n  wire [7:0] n;\n  blinker u (.clk(clk), .q(n));\nendmodule\n";
  private static final String BLINKER =
      "module blinker (input wire clk, output reg [7:0] q);\nendmodule\n";

  private TestingTools tools;

  @BeforeEach
  void start() throws Exception {
    tools = new TestingTools(agent, folder);
  }

  private void install(String name, String script) throws IOException {
    tools.install(name, script);
  }

  private void installVerible() throws IOException {
    Optional<Path> verible = TestingTools.find("verible-verilog-ls");
    assumeTrue(
        verible.isPresent(), "Verible is not installed here: ./joy up installs it where it can");
    install("verible-verilog-ls", "exec " + verible.orElseThrow() + " \"$@\"");
  }

  @Test
  void completionIsOursAndTheRestIsVeribles() throws Exception {
    installVerible();
    Files.writeString(agent.workspace().resolve("blinker.v"), BLINKER);
    try (TestingLsp lsp = new TestingLsp(agent, "verilog")) {
      JsonObject capabilities = lsp.initialize();
      assertThat(capabilities.has("completionProvider")).isTrue();
      assertThat(capabilities.get("documentFormattingProvider").getAsBoolean()).isTrue();
      lsp.open(TOP);

      assertThat(lsp.at("textDocument/completion", 2, 25).toString())
          .contains("\"label\":\"q\"", "output reg [7:0] q");
      assertThat(lsp.at("textDocument/hover", 2, 5).toString()).contains("module blinker");
      assertThat(lsp.at("textDocument/definition", 2, 5).toString()).contains("blinker.v");
      String symbols = lsp.outline().toString();
      assertThat(symbols).contains("\"name\":\"top\"");
      assertThat(lsp.call("workspace/symbol", "{\"query\":\"blnk\"}").toString())
          .contains("\"name\":\"blinker\"", "blinker.v");
    }
  }

  @Test
  void aPortIsFoundAndRenamedInAllFilesAlsoInThoseThatAreNotOpen() throws Exception {
    installVerible();
    Files.writeString(agent.workspace().resolve("blinker.v"), BLINKER);
    Files.writeString(
        agent.workspace().resolve("other.v"),
        "module other; wire q; blinker u (.clk(1'b0), .q(q)); endmodule\n");
    try (TestingLsp lsp = new TestingLsp(agent, "verilog")) {
      lsp.initialize();
      lsp.open(TOP);
      String found =
          lsp.at("textDocument/references", 2, 25).getAsJsonArray().asList().stream()
              .map(use -> use.getAsJsonObject().get("uri").getAsString().replaceAll(".*/", ""))
              .sorted()
              .toList()
              .toString();
      assertThat(found).isEqualTo("[blinker.v, other.v, top.v]");
      String edits = lsp.rename(2, 25, "glow").toString();
      assertThat(edits).contains("blinker.v", "other.v", "top.v");
      assertThat(edits.split("newText", -1)).hasSize(4);
      assertThat(lsp.errorOfRename(2, 25, "wire")).contains("reserved word");
    }
  }

  @Test
  void theOutlineStaysWhileALineIsHalfTyped() throws Exception {
    installVerible();
    try (TestingLsp lsp = new TestingLsp(agent, "verilog")) {
      lsp.initialize();
      lsp.open("module top (input wire clk);\n  wire n = ;\n  blinker u (\nendmodule\n");
      assertThat(lsp.outline().toString()).contains("\"top\"", "\"clk\"", "\"n\"", "\"u\"");
    }
  }

  @Test
  void aSyntaxErrorIsAProblemOnItsLine() throws Exception {
    installVerible();
    try (TestingLsp lsp = new TestingLsp(agent, "verilog")) {
      lsp.initialize();
      lsp.open("module top;\n  assign a = ;\nendmodule\n");
      String problems = lsp.awaitText("syntax error");
      assertThat(problems).contains("textDocument/publishDiagnostics", "\"line\":1");
    }
  }

  @Test
  void aFileThatChangesOnDiskIsKnownAtTheNextCompletion() throws Exception {
    installVerible();
    try (TestingLsp lsp = new TestingLsp(agent, "verilog")) {
      lsp.initialize();
      lsp.open(TOP);
      assertThat(lsp.at("textDocument/completion", 2, 25).toString()).doesNotContain("\"q\"");
      Files.writeString(agent.workspace().resolve("blinker.v"), BLINKER);
      lsp.await(
          "blinker's ports",
          () -> {
            try {
              return lsp.at("textDocument/completion", 2, 25)
                  .toString()
                  .contains("\"label\":\"q\"");
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  @Test
  void aMissingServerIsNamed() throws Exception {
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      assertThat(lsp.awaitClose()).isEqualTo(1008);
      assertThat(lsp.closeReason()).contains("vhdl_ls is not installed", "cargo install vhdl_ls");
    }
  }

  @Test
  void aServerThatCrashesIsNotedAndHeldBack() throws Exception {
    install("vhdl_ls", "echo out of luck >&2; kill -SEGV $$");
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      assertThat(lsp.awaitClose()).isEqualTo(1011);
      assertThat(lsp.closeReason()).contains("vhdl_ls was ended by signal SEGV", "again in 1 s");
      assertThat(lsp.texts().toString()).contains("out of luck");
    }
    long begun = System.nanoTime();
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      lsp.awaitClose();
      assertThat(lsp.closeReason()).contains("again in 2 s");
      assertThat(System.nanoTime() - begun).isGreaterThan(500_000_000L);
    }
  }

  @Test
  void aServerHasLimitsAndEndsWithItsSocket() throws Exception {
    Path told = folder.toRealPath().resolve("told");
    install(
        "vhdl_ls",
        "{ ulimit -d; cat /proc/self/oom_score_adj; nice; echo $$; } >" + told + "; exec cat");
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      lsp.await("its start", () -> lines(told).count() == 4);
    }
    String[] lines = lines(told).toArray(String[]::new);
    assertThat(lines[0]).isEqualTo("1048576");
    assertThat(lines[1]).isEqualTo("900");
    assertThat(Integer.parseInt(lines[2])).isGreaterThanOrEqualTo(5);
    long pid = Long.parseLong(lines[3]);
    ProcessHandle.of(pid).ifPresent(server -> server.onExit().join());
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.empty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsNoLanguageServerIsEnded() throws Exception {
    install("vhdl_ls", "echo hello; exec sleep 1000");
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      assertThat(lsp.awaitClose()).isEqualTo(1011);
      assertThat(lsp.closeReason()).contains("no language server");
    }
  }

  @Test
  void messagesPassUnchangedBothWays() throws Exception {
    install("vhdl_ls", "exec cat");
    String message = "{\"a\":\"\u00e9" + "x".repeat(300_000) + "\"}";
    try (TestingSocket lsp = new TestingSocket(agent, "/lsp/vhdl")) {
      for (int i = 0; i < 20; i++) {
        lsp.sendText(message);
      }
      lsp.await("all of them", () -> lsp.texts().size() == 20);
      assertThat(lsp.texts()).allMatch(message::equals);
    }
  }

  @Test
  void anUnknownLanguageIsRefused() {
    assertThatThrownBy(() -> new TestingSocket(agent, "/lsp/cobol"))
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }
}
