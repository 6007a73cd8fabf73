package com.joyofhardware.agent.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.joyofhardware.agent.AgentScene;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each server that {@code ./joy up} brings, started for a session, finds a mistake and hovers. */
class RealServersTest extends AgentScene {
  private TestingTools tools;

  @BeforeEach
  void start() throws Exception {
    tools = new TestingTools(agent, folder);
  }

  private void link(String program) throws Exception {
    Optional<Path> real = TestingTools.find(program);
    assumeTrue(real.isPresent(), program + " is not here: ./joy up installs it where it can");
    tools.install(program, "exec " + real.orElseThrow() + " \"$@\"");
  }

  @Test
  void clangd() throws Exception {
    link("clangd");
    try (TestingLsp lsp = new TestingLsp(agent, "cpp", "main.cpp")) {
      JsonObject capabilities = lsp.initialize();
      assertThat(capabilities.has("completionProvider")).isTrue();
      lsp.open("/// Twice.\nint twice(int n) { return 2 * n; }\nint main() { return twice(x); }\n");
      assertThat(lsp.awaitText("undeclared identifier")).contains("\"line\":2");
      assertThat(lsp.at("textDocument/hover", 1, 5).toString()).contains("Twice.");
    }
  }

  @Test
  void pyright() throws Exception {
    link("pyright-langserver");
    try (TestingLsp lsp = new TestingLsp(agent, "python", "tool.py")) {
      lsp.initialize();
      lsp.open("def twice(n: int) -> int:\n    return 2 * n\n\nword: str = twice(2)\n");
      assertThat(lsp.awaitText("\\\"int\\\" is not assignable to")).contains("\"line\":3");
      assertThat(lsp.at("textDocument/hover", 3, 13).toString()).contains("twice", "n: int");
    }
  }

  @Test
  void bashLanguageServer() throws Exception {
    link("bash-language-server");
    try (TestingLsp lsp = new TestingLsp(agent, "shellscript", "run.sh")) {
      lsp.initialize();
      lsp.open("# Greets.\ngreet() { echo hello; }\nif true; then greet\n");
      assertThat(lsp.awaitText("publishDiagnostics")).contains("run.sh");
      assertThat(lsp.at("textDocument/hover", 2, 16).toString()).contains("Greets.");
    }
  }
}
