package com.joyofhardware.agent.verilog;

/** What a name stands for. */
public enum SymbolKind {
  MODULE("module"),
  INTERFACE("interface"),
  PACKAGE("package"),
  CLASS("class"),
  PORT("port"),
  PARAMETER("parameter"),
  CONSTANT("localparam"),
  NET("net"),
  VARIABLE("variable"),
  GENVAR("genvar"),
  FUNCTION("function"),
  TASK("task"),
  INSTANCE("instance"),
  TYPE("type"),
  MEMBER("value"),
  FIELD("field"),
  MACRO("macro");

  private final String word;

  SymbolKind(String word) {
    this.word = word;
  }

  /** For people. */
  public String word() {
    return word;
  }
}
