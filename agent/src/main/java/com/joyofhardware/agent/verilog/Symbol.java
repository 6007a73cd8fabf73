package com.joyofhardware.agent.verilog;

import java.util.List;

/**
 * A name that was declared.
 *
 * @param type what stands before it, as {@code output reg [7:0]}; of an instance its module
 * @param value what follows {@code =}, cut; empty when nothing does
 * @param doc the comment beside or above it, without its marks; empty when there is none
 * @param start of the name in its file
 * @param members a structure's fields, an enumeration's values
 */
public record Symbol(
    SymbolKind kind,
    String name,
    String type,
    String value,
    String doc,
    int start,
    int end,
    List<Symbol> members) {
  public Symbol {
    members = List.copyOf(members);
  }

  Symbol(SymbolKind kind, String name, String type, String value, String doc, int start, int end) {
    this(kind, name, type, value, doc, start, end, List.of());
  }

  /** As it is declared, on one line. */
  public String declaration() {
    return (type.isEmpty() ? kind.word() : type)
        + " "
        + name
        + (value.isEmpty() ? "" : " = " + value);
  }

  Symbol withType(String declared, String comment) {
    return new Symbol(
        kind, name, declared, value, doc.isEmpty() ? comment : doc, start, end, members);
  }

  Symbol withMembers(List<Symbol> inside) {
    return new Symbol(kind, name, type, value, doc, start, end, inside);
  }
}
