package com.joyofhardware.agent.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.AgentScene;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a server behind it that gives back all it gets. */
class VerilogDialogueTest extends AgentScene {
  @BeforeEach
  void start() throws Exception {
    Path bin = Files.createDirectories(folder.toRealPath().resolve("bin"));
    Path echo = Files.writeString(bin.resolve("verible-verilog-ls"), "#!/bin/sh\nexec cat\n");
    assertThat(echo.toFile().setExecutable(true)).isTrue();
    Files.writeString(agent.config().home().resolve(".profile"), "PATH=" + bin + ":$PATH\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":900,\"method\":\"textDocument/hover\"}",
        "{\"id\":900,\"method\":\"textDocument/hover\",\"params\":{}}",
        "{\"id\":900,\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{}}}",
        "{\"id\":900,\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":3}}}",
        "{\"id\":900,\"method\":\"textDocument/completion\",\"params\":[]}",
        "{\"id\":900,\"method\":\"workspace/symbol\",\"params\":{\"query\":null}}",
        "{\"method\":\"textDocument/didOpen\"}",
        "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":null}}",
        "{\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"a:b\"}}}",
        "{\"method\":\"textDocument/completion\",\"params\":{}}",
        "{\"id\":900,\"method\":{}}",
        "[1,2]",
        "no JSON",
      })
  void whatIsNoMessageOfTheProtocolIsForTheServerToRefuse(String message) throws Exception {
    try (TestingLsp lsp = new TestingLsp(agent, "verilog")) {
      lsp.sendText(message);
      lsp.await("its echo", () -> lsp.texts().contains(message));
      // and the dialogue goes on
      lsp.open("module top; endmodule\n");
      lsp.askAt("textDocument/hover", 0, 8);
      lsp.awaitText("```verilog");
    }
  }

  @Test
  void anEditThatIsNoneLeavesTheDocumentAsItWas() throws Exception {
    try (TestingLsp lsp = new TestingLsp(agent, "verilog")) {
      lsp.open("module top; endmodule\n");
      String uri = agent.workspace().resolve("top.v").toUri().toString();
      lsp.sendText(
          "{\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\""
              + uri
              + "\"},\"contentChanges\":[{\"text\":\"x\",\"range\":{\"start\":{\"line\":-1}}}]}}");
      assertThat(lsp.at("textDocument/hover", 0, 8).toString()).contains("module top");
    }
  }
}
