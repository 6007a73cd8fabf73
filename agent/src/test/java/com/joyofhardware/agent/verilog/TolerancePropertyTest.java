package com.joyofhardware.agent.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever somebody has typed so far: an answer, soon, and places that exist. */
class TolerancePropertyTest {
  private static final List<String> PIECES =
      List.of(
          "module",
          "endmodule",
          "m",
          "#",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          ";",
          ",",
          ".",
          ":",
          "::",
          "=",
          "input",
          "output",
          "wire",
          "reg",
          "logic",
          "parameter",
          "localparam",
          "typedef",
          "enum",
          "struct",
          "function",
          "endfunction",
          "task",
          "endtask",
          "begin",
          "end",
          "package",
          "endpackage",
          "class",
          "interface",
          "modport",
          "import",
          "`define X(a) \\\n",
          "`ifdef",
          "`",
          "$",
          "$display",
          "\"",
          "\"a\\",
          "//",
          "/*",
          "*/",
          "\\esc ",
          "8'h",
          "'",
          "\n",
          " ",
          "a",
          "b",
          "for",
          "genvar",
          "assign",
          "\u00e9",
          "\0",
          "\ud800",
          "1.5e3",
          "always");

  @Provide
  Arbitrary<String> half() {
    Arbitrary<String> pieces =
        Arbitraries.of(PIECES).list().ofMaxSize(60).map(list -> String.join(" ", list));
    Arbitrary<String> dense =
        Arbitraries.of(PIECES).list().ofMaxSize(60).map(list -> String.join("", list));
    return Arbitraries.oneOf(List.of(pieces, dense, Arbitraries.strings().ofMaxLength(200)));
  }

  @Property(tries = 3_000)
  void everyTextHasAnIndexWithinItself(@ForAll("half") String text) {
    FileIndex file = FileIndex.of(text);
    for (Unit unit : file.units()) {
      assertThat(unit.start()).isBetween(0, text.length());
      unit.all()
          .forEach(symbol -> {
            assertThat(symbol.end()).isBetween(symbol.start(), text.length());
            assertThat(file.line(symbol.start())).isNotNegative();
            assertThat(file.column(symbol.start())).isNotNegative();
          });
    }
  }

  @Property(tries = 3_000)
  void everyPlaceHasAnAnswer(@ForAll("half") String text, @ForAll @IntRange(max = 400) int at) {
    int offset = Math.min(at, text.length());
    FileIndex file = FileIndex.of(text);
    Design design = new Design(Map.of("a", file));
    Completion.Proposals proposals = Completion.at(design, file, text, offset, true);
    assertThat(proposals.start()).isBetween(0, offset);
    Meaning.hover(design, "a", file, text, offset);
  }
}
