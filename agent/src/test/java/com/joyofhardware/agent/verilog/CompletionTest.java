package com.joyofhardware.agent.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A bar in the text is where the cursor stands. */
class CompletionTest {
  private static final String BLINKER =
      """
      `define SPEED 3 // of light
      module blinker #(parameter N = 4, parameter MODE = "fast") (
          input wire clk,  // the clock
          output reg [7:0] q
      );
      endmodule
      package pkg; localparam K = 1; endpackage
      """;

  private static List<Item> complete(String marked, boolean systemVerilog) {
    int offset = marked.indexOf('|');
    String text = marked.replace("|", "");
    FileIndex file = FileIndex.of(text);
    Map<String, FileIndex> files = new LinkedHashMap<>();
    files.put("top.v", file);
    files.put("blinker.v", FileIndex.of(BLINKER));
    return Completion.at(new Design(files), file, text, offset, systemVerilog).items();
  }

  private static List<String> labels(String marked) {
    return complete(marked, false).stream().map(Item::label).toList();
  }

  private static Item item(String marked, String label) {
    return complete(marked, false).stream()
        .filter(item -> item.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError(label + " is not in " + labels(marked)));
  }

  @Test
  void portsOfAnotherModuleFollowTheDot() {
    String text = "module top; wire c; blinker #(.N(2)) u (.|); endmodule";
    assertThat(labels(text)).containsExactly("clk", "q");
    Item clock = item(text, "clk");
    assertThat(clock.detail()).isEqualTo("input wire clk");
    assertThat(clock.doc()).contains("the clock");
    assertThat(clock.insert()).isEqualTo("clk(${1:clk})");
  }

  @Test
  void portsThatAreConnectedAlreadyAreLeftOut() {
    assertThat(labels("module top; blinker u (.clk(c), .|\n.x(y)); endmodule"))
        .containsExactly("q");
  }

  @Test
  void aListThatIsStillOpenIsUnderstood() {
    assertThat(
            labels("module top;\n  blinker u (\n    .clk(c),\n    .|\n  assign a = b;\nendmodule"))
        .containsExactly("q");
  }

  @Test
  void anExistingBracketIsKept() {
    assertThat(item("module top; blinker u (.c|(x)); endmodule", "clk").insert()).isEqualTo("clk");
  }

  @Test
  void theWordThatIsBeingTypedIsProposedAgain() {
    assertThat(labels("module top; blinker u (.clk(c), .|q(n)); endmodule")).containsExactly("q");
    assertThat(labels("module top; blinker u (.clk(c), .q|(n)); endmodule")).containsExactly("q");
  }

  @Test
  void parametersFollowTheDotAfterTheHash() {
    String text = "module top; blinker #(.|) u (); endmodule";
    assertThat(labels(text)).containsExactly("N", "MODE");
    assertThat(item(text, "N").insert()).isEqualTo("N(${1:4})");
  }

  @Test
  void namesInScopeComeBeforeTheProjectsAndTheKeywords() {
    String text = "module top(input wire clk); reg [3:0] count; always @(posedge c|) x; endmodule";
    assertThat(item(text, "clk").rank()).isLessThan(item(text, "blinker").rank());
    assertThat(item(text, "count").detail()).isEqualTo("reg [3:0] count");
    assertThat(item(text, "blinker").rank()).isLessThan(item(text, "case").rank());
  }

  @Test
  void aModuleIsInstantiatedWithAllItsPorts() {
    Item item = item("module top;\n  wire a;\n  bl|\nendmodule", "blinker");
    assertThat(item.snippet()).isTrue();
    assertThat(item.insert())
        .isEqualTo(
            """
            blinker #(
                .N(${1:4}),
                .MODE(${2:"fast"})
            ) ${3:u_blinker} (
                .clk(${4:clk}),
                .q(${5:q})
            );$0\
            """);
    assertThat(item.doc()).contains("output reg [7:0] q");
  }

  @Test
  void localsOfAFunctionAreKnownInsideItAlone() {
    String text = "module m; function f(input a_local); f = a|; endfunction wire w = b; endmodule";
    assertThat(labels(text)).contains("a_local");
    assertThat(labels(text.replace("|", "").replace("= b", "= b|"))).doesNotContain("a_local");
  }

  @Test
  void systemTasksDirectivesAndMacrosFollowTheirMarks() {
    assertThat(item("module m; initial $dis|", "$display").doc()).contains("Prints");
    assertThat(labels("module m; initial $|")).contains("$clog2").doesNotContain("always");
    assertThat(labels("`|")).contains("`SPEED", "`timescale").doesNotContain("module");
    assertThat(item("`sp|", "`SPEED").detail()).isEqualTo("3 // of light");
  }

  @Test
  void packagesAreLookedInto() {
    assertThat(labels("module m; localparam A = pkg::|; endmodule")).containsExactly("K");
  }

  @Test
  void theInsidesOfAnInstanceFollowItsName() {
    assertThat(labels("module tb; blinker dut (); initial $display(dut.|); endmodule"))
        .contains("clk", "q", "N");
  }

  @Test
  void nothingIsProposedInProseAndNumbers() {
    assertThat(labels("module m; // the cl|")).isEmpty();
    assertThat(labels("module m; /* the cl| */ endmodule")).isEmpty();
    assertThat(labels("module m; initial $display(\"cl|\");")).isEmpty();
    assertThat(labels("module m; wire a = 8'hf|;")).isEmpty();
    assertThat(labels("module m; wire a = 12|;")).isEmpty();
  }

  @Test
  void wordsOfSystemVerilogComeInItsFilesOnly() {
    String text = "module m; |";
    assertThat(complete(text, true)).extracting(Item::label).contains("always_ff", "always");
    assertThat(complete(text, false)).extracting(Item::label).doesNotContain("always_ff");
  }
}
