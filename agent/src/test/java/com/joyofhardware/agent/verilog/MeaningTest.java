package com.joyofhardware.agent.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A bar in the text is where somebody points. */
class MeaningTest {
  private static final String BLINKER =
      """
      // Blinks.
      module blinker #(parameter N = 4) (input wire clk, output reg [7:0] q);
      endmodule
      `define SPEED 3
      """;

  private record Asked(Design design, FileIndex file, String text, int offset) {
    static Asked of(String marked) {
      String text = marked.replace("|", "");
      Map<String, FileIndex> files = new LinkedHashMap<>();
      files.put("top.v", FileIndex.of(text));
      files.put("blinker.v", FileIndex.of(BLINKER));
      return new Asked(new Design(files), FileIndex.of(text), text, marked.indexOf('|'));
    }

    String place() {
      return Meaning.of(design, "top.v", file, text, offset)
          .map(place -> place.file() + " " + place.symbol().declaration())
          .orElse("nothing");
    }

    Optional<String> hover() {
      return Meaning.hover(design, "top.v", file, text, offset);
    }
  }

  @Test
  void namesLeadToTheirDeclarationInWhateverFile() {
    String top = "module top; wire [7:0] n; blinker #(.N(4)) u (.clk(c), .q(n)); endmodule";
    assertThat(Asked.of(top.replace("blinker", "bli|nker")).place())
        .isEqualTo("blinker.v module blinker");
    assertThat(Asked.of(top.replace(".q(n", ".q|(n")).place())
        .isEqualTo("blinker.v output reg [7:0] q");
    assertThat(Asked.of(top.replace(".N", ".|N")).place()).isEqualTo("blinker.v parameter N = 4");
    assertThat(Asked.of(top.replace("(n)", "(|n)")).place()).isEqualTo("top.v wire [7:0] n");
    assertThat(Asked.of("module m; wire a = `SP|EED;").place()).startsWith("blinker.v");
    assertThat(Asked.of("module m; wire a = unk|nown;").place()).isEqualTo("nothing");
  }

  @Test
  void aHoverShowsDeclarationOwnerAndComment() {
    assertThat(Asked.of("module top; blinker u (.q|(n)); endmodule").hover().orElseThrow())
        .contains("output reg [7:0] q", "port of `blinker`");
    assertThat(Asked.of("module top; bl|inker u (); endmodule").hover().orElseThrow())
        .contains("module blinker", "parameter N = 4", "Blinks.");
    assertThat(Asked.of("module top; initial $dis|play(1);").hover().orElseThrow())
        .contains("Prints");
    assertThat(Asked.of("module top; |  endmodule").hover()).isEmpty();
  }
}
