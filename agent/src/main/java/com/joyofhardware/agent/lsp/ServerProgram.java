package com.joyofhardware.agent.lsp;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Which program serves a language.
 *
 * @param argv the first is looked for on PATH
 * @param memory bytes of its own data (RLIMIT_DATA); address space that is only reserved, as Node
 *     does by the gigabyte, isn't counted
 * @param verilog whether what we know of Verilog is added
 * @param install how a person gets it where it is missing; with the rest it must fit into the 123
 *     bytes of a close reason
 */
record ServerProgram(List<String> argv, long memory, boolean verilog, String install) {
  private static final long MIB = 1 << 20;

  /**
   * Rules of Verible's that ask a Verilog file for SystemVerilog, and some that the formatter keeps
   * anyway: as warnings they would only be in the way of somebody who types.
   */
  private static final String QUIET = "-no-trailing-spaces,-posix-eof,-no-tabs,-line-length";

  private static final String PLAIN_VERILOG =
      QUIET
          + ",-explicit-parameter-storage-type,-explicit-task-lifetime,-explicit-function-lifetime"
          + ",-explicit-function-task-parameter-type,-always-comb,-always-comb-blocking"
          + ",-module-filename,-package-filename,-parameter-name-style,-generate-label"
          + ",-macro-name-style,-unpacked-dimensions-range-ordering,-case-missing-default";

  private static final SequencedMap<String, ServerProgram> ALL =
      new TreeMap<>(
          Map.of(
              "verilog", verible(PLAIN_VERILOG),
              "systemverilog", verible(QUIET),
              "c", clangd(),
              "cpp", clangd(),
              "python",
                  new ServerProgram(
                      List.of("pyright-langserver", "--stdio"),
                      2048 * MIB,
                      false,
                      "In a terminal: npm install -g --prefix ~/.local pyright"),
              "shellscript",
                  new ServerProgram(
                      List.of("bash-language-server", "start"),
                      768 * MIB,
                      false,
                      "In a terminal: npm install -g --prefix ~/.local bash-language-server"),
              "vhdl",
                  new ServerProgram(
                      List.of("vhdl_ls"),
                      1024 * MIB,
                      false,
                      "In a terminal: cargo install vhdl_ls")));

  ServerProgram {
    argv = List.copyOf(argv);
  }

  static SequencedMap<String, ServerProgram> all() {
    return ALL;
  }

  String name() {
    return argv.get(0);
  }

  /** Fits into a close reason. */
  String missing() {
    return name() + " is not installed here. " + install;
  }

  private static ServerProgram verible(String rules) {
    // a project's own .rules.verible_lint is found, and has the last word
    return new ServerProgram(
        List.of("verible-verilog-ls", "--rules_config_search", "--rules=" + rules),
        1024 * MIB,
        true,
        "./joy up brings it: its log says why it could not");
  }

  private static ServerProgram clangd() {
    return new ServerProgram(
        List.of("clangd", "-j=2", "--background-index=false", "--pch-storage=memory"),
        2048 * MIB,
        false,
        "The server's keeper can: apt-get install clangd");
  }
}
