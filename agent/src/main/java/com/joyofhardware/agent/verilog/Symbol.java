package com.joyofhardware.agent.verilog;

/**
 * A name that was declared.
 *
 * @param type what stands before it, as {@code output reg [7:0]}; of an instance its module
 * @param value what follows {@code =}, cut; empty when nothing does
 * @param doc the comment beside or above it, without its marks; empty when there is none
 * @param start of the name in its file
 */
public record Symbol(
    SymbolKind kind, String name, String type, String value, String doc, int start, int end) {

  /** As it is declared, on one line. */
  public String declaration() {
    return (type.isEmpty() ? kind.word() : type)
        + " "
        + name
        + (value.isEmpty() ? "" : " = " + value);
  }

  Symbol withType(String declared, String comment) {
    return new Symbol(kind, name, declared, value, doc.isEmpty() ? comment : doc, start, end);
  }
}
