package com.joyofhardware.agent.verilog;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a file declares, and where its lines begin. */
public final class FileIndex {
  private final List<Unit> units;
  private final List<Symbol> macros;
  private final List<Symbol> loose;
  private final int[] lines;

  FileIndex(List<Unit> units, List<Symbol> macros, List<Symbol> loose, int[] lines) {
    this.units = List.copyOf(units);
    this.macros = List.copyOf(macros);
    this.loose = List.copyOf(loose);
    this.lines = lines;
  }

  /** Never throws, whatever the text. */
  public static FileIndex of(String text) {
    return new Parser(Lexer.lex(text)).parse();
  }

  public List<Unit> units() {
    return units;
  }

  public List<Symbol> macros() {
    return macros;
  }

  /** Declared outside all units. */
  public List<Symbol> loose() {
    return loose;
  }

  Optional<Unit> unitAt(int offset) {
    return units.stream().filter(unit -> unit.holds(offset)).findFirst();
  }

  /** Line of an offset, from 0. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lines, offset);
    return found >= 0 ? found : -found - 2;
  }

  /** Column of an offset in UTF-16 units, from 0. */
  public int column(int offset) {
    return offset - lines[line(offset)];
  }

  static int[] linesOf(String text) {
    int[] starts = new int[64];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = at + 1;
    }
    return Arrays.copyOf(starts, count);
  }
}
