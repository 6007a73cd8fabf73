package com.joyofhardware.agent.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What SystemVerilog adds: structures, enumerations, packages. A bar is where the cursor stands.
 */
class MembersTest {
  private static final String PACKAGE =
      """
      package pkg;
        // A pixel.
        typedef struct packed {
          logic [7:0] red;   // the first
          struct packed { logic x, y; } at;
        } pixel_t;
        typedef pixel_t other_t;
        typedef enum logic [1:0] { IDLE, RUN } state_t;
        localparam int WIDE = 8;
      endpackage
      interface bus_if; logic valid; modport master (output valid); endinterface
      module leaf (input wire clk, output wire q); pkg::pixel_t inner; endmodule
      """;

  private static Design design(String text) {
    Map<String, FileIndex> files = new LinkedHashMap<>();
    files.put("/w/rtl/top.sv", FileIndex.of(text));
    files.put("/w/rtl/pkg.sv", FileIndex.of(PACKAGE));
    files.put("/w/inc/defs.svh", FileIndex.of("`define DEPTH 4\n"));
    return new Design(files);
  }

  private static List<Item> items(String marked) {
    String text = marked.replace("|", "");
    Design design = design(text);
    FileIndex file = design.files().get("/w/rtl/top.sv");
    assertThat(file).isNotNull();
    return Completion.at(design, file, text, marked.indexOf('|'), true).items();
  }

  private static List<String> labels(String marked) {
    return items(marked).stream().map(Item::label).toList();
  }

  private static String hover(String marked) {
    String text = marked.replace("|", "");
    Design design = design(text);
    FileIndex file = design.files().get("/w/rtl/top.sv");
    assertThat(file).isNotNull();
    return Meaning.hover(design, "/w/rtl/top.sv", file, text, marked.indexOf('|')).orElse("");
  }

  private static String place(String marked) {
    String text = marked.replace("|", "");
    Design design = design(text);
    FileIndex file = design.files().get("/w/rtl/top.sv");
    assertThat(file).isNotNull();
    return Meaning.of(design, "/w/rtl/top.sv", file, text, marked.indexOf('|'))
        .map(place -> place.file() + " " + place.symbol().name())
        .orElse("nothing");
  }

  @Test
  void fieldsOfAStructureFollowTheDot() {
    assertThat(labels("module m; pkg::pixel_t p; assign a = p.|; endmodule"))
        .containsExactly("red", "at");
    assertThat(labels("module m(input pkg::pixel_t [3:0] p); assign a = p[1].a|; endmodule"))
        .containsExactly("red", "at");
    assertThat(labels("module m; import pkg::*; other_t p; assign a = p.at.|; endmodule"))
        .containsExactly("x", "y");
    assertThat(labels("module m; struct packed { logic a, b; } s; assign s.| = 1; endmodule"))
        .containsExactly("a", "b");
    assertThat(labels("module m; typedef struct { logic k } t;\n t v; assign a = v.|"))
        .contains("k");
  }

  @Test
  void instancesAreLookedIntoAsDeepAsTheyGo() {
    assertThat(labels("module m; leaf u(); initial $display(u.inner.|); endmodule"))
        .containsExactly("red", "at");
    assertThat(labels("module m(bus_if.master bus); assign a = bus.|; endmodule"))
        .contains("valid");
  }

  @Test
  void enumerationsHaveTheirMethods() {
    assertThat(labels("module m; pkg::state_t s; always_comb n = s.|; endmodule"))
        .contains("next", "name");
  }

  @Test
  void whatIsImportedIsInScope() {
    String text = "module m import pkg::*; (input a); assign b = W|; endmodule";
    assertThat(labels(text)).contains("WIDE", "pixel_t", "IDLE");
    assertThat(labels("import pkg::WIDE; module m; assign b = |; endmodule"))
        .contains("WIDE")
        .doesNotContain("IDLE");
    assertThat(labels("module m; import pkg::|")).contains("pixel_t", "WIDE");
  }

  @Test
  void aConnectionBeginsWithTheSignalOfTheSameName() {
    List<Item> items = items("module m(input clk, input aaa); leaf u (.clk(|)); endmodule");
    Item best = items.stream().min((a, b) -> Integer.compare(a.rank(), b.rank())).orElseThrow();
    assertThat(best.label()).isEqualTo("clk");
    assertThat(items).extracting(Item::label).contains("aaa");
  }

  @Test
  void filesAreIncludedByTheirNames() {
    assertThat(labels("`include \"|\"\nmodule m; endmodule"))
        .containsExactlyInAnyOrder("pkg.sv", "../inc/defs.svh");
    assertThat(labels("`include \"../in|")).contains("../inc/defs.svh");
    assertThat(labels("module m; initial $display(\"|\");")).isEmpty();
    assertThat(place("`include \"../inc/de|fs.svh\"\n"))
        .isEqualTo("/w/inc/defs.svh ../inc/defs.svh");
    assertThat(place("`include \"de|fs.svh\"\n")).isEqualTo("/w/inc/defs.svh defs.svh");
    assertThat(place("`include \"no|thing\"\n")).isEqualTo("nothing");
  }

  @Test
  void macrosFollowAnIfdef() {
    assertThat(labels("`ifdef |\nmodule m; endmodule")).containsExactly("DEPTH");
    assertThat(labels("`ifndef DE|\nmodule m; endmodule")).containsExactly("DEPTH");
  }

  @Test
  void statementsComeWhole() {
    assertThat(labels("module m;\n  al|\nendmodule"))
        .contains("always_ff @(posedge …)", "case … endcase")
        .doesNotContain("module … endmodule");
    assertThat(labels("mod|")).contains("module … endmodule");
    assertThat(labels("module m; assign a = i|; endmodule")).doesNotContain("if (…) begin");
  }

  @Test
  void aHoverShowsTheFieldsAndTheCommentAbove() {
    assertThat(hover("module m; import pkg::*; pixel|_t p; endmodule"))
        .contains("struct packed {", "logic [7:0] red;", "} pixel_t;", "A pixel.");
    assertThat(hover("module m; pkg::pixel_t p; assign a = p.re|d; endmodule"))
        .contains("logic [7:0] red", "the first");
    assertThat(place("module m; pkg::pixel_t p; assign a = p.at.|x; endmodule"))
        .isEqualTo("/w/rtl/pkg.sv x");
  }

  @Test
  void aTypeThatIsItsOwnNameEndsTheSearch() {
    assertThat(labels("module m; typedef b a; typedef a b; a v; assign x = v.|; endmodule"))
        .isEmpty();
  }

  @Test
  void bracketsOfStructuresThatAreHalfTypedCostNoNeighbours() {
    FileIndex file =
        FileIndex.of(
            "module m; typedef struct packed { logic a; logic \n endmodule module n; endmodule");
    assertThat(file.units()).extracting(Unit::name).containsExactly("m", "n");
  }
}
