package com.joyofhardware.agent.verilog;

/**
 * One thing that may stand at a place.
 *
 * @param label what is shown and what typing is compared with
 * @param detail beside the label, on one line
 * @param doc Markdown, or empty
 * @param insert what is inserted; with {@code ${1:…}} places to fill in when it is a snippet
 * @param rank the lower the more likely, from 0
 */
public record Item(
    String label,
    ItemKind kind,
    String detail,
    String doc,
    String insert,
    boolean snippet,
    int rank) {

  /** What it is; the numbers are of LSP's CompletionItemKind. */
  public enum ItemKind {
    MODULE(9),
    PORT(5),
    PARAMETER(21),
    VARIABLE(6),
    FUNCTION(3),
    INSTANCE(18),
    TYPE(7),
    MEMBER(20),
    KEYWORD(14),
    MACRO(15),
    SNIPPET(15),
    FILE(17),
    FIELD(5);

    private final int number;

    ItemKind(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    static ItemKind of(SymbolKind kind) {
      return switch (kind) {
        case MODULE, INTERFACE, PACKAGE -> MODULE;
        case CLASS, TYPE -> TYPE;
        case PORT -> PORT;
        case PARAMETER, CONSTANT -> PARAMETER;
        case NET, VARIABLE, GENVAR -> VARIABLE;
        case FUNCTION, TASK -> FUNCTION;
        case INSTANCE -> INSTANCE;
        case MEMBER -> MEMBER;
        case FIELD -> FIELD;
        case MACRO -> MACRO;
      };
    }
  }

  static Item plain(Symbol symbol, int rank) {
    return new Item(
        symbol.name(),
        ItemKind.of(symbol.kind()),
        symbol.declaration(),
        symbol.doc(),
        symbol.name(),
        false,
        rank);
  }
}
