package com.joyofhardware.agent.verilog;

import java.util.List;

/** Whole statements, with places to fill in. */
final class Snippets {
  /** A template begins with its keyword; {@code system}: for SystemVerilog alone. */
  private record Template(String label, String text, boolean unit, boolean system) {}

  private static final List<Template> ALL =
      List.of(
          unit(
              "module … endmodule",
              "module ${1:name} (\n    ${2:input wire clk}\n);\n  $0\nendmodule"),
          in("always @(posedge …)", "always @(posedge ${1:clk}) begin\n  $0\nend"),
          in("always @*", "always @* begin\n  $0\nend"),
          system("always_ff @(posedge …)", "always_ff @(posedge ${1:clk}) begin\n  $0\nend"),
          system("always_comb begin", "always_comb begin\n  $0\nend"),
          in("initial begin", "initial begin\n  $0\nend"),
          in("if (…) begin", "if (${1:condition}) begin\n  $0\nend"),
          in("else begin", "else begin\n  $0\nend"),
          in(
              "for (…) begin",
              "for (${1:i} = 0; ${1:i} < ${2:n}; ${1:i} = ${1:i} + 1) begin\n  $0\nend"),
          in("case … endcase", "case (${1:state})\n  ${2:0}: $0\n  default: ;\nendcase"),
          in(
              "function … endfunction",
              "function ${1:[7:0]} ${2:name}(input ${3:x});\n  $0\nendfunction"),
          in("task … endtask", "task ${1:name};\n  begin\n    $0\n  end\nendtask"),
          in("generate … endgenerate", "generate\n  $0\nendgenerate"),
          system("typedef enum", "typedef enum logic [${1:1:0}] {\n  ${2:IDLE}\n} ${3:state_t};$0"),
          system(
              "typedef struct", "typedef struct packed {\n  ${1:logic} ${2:x};\n} ${3:name_t};$0"));

  private Snippets() {}

  private static Template unit(String label, String text) {
    return new Template(label, text, true, false);
  }

  private static Template in(String label, String text) {
    return new Template(label, text, false, false);
  }

  private static Template system(String label, String text) {
    return new Template(label, text, false, true);
  }

  /**
   * Those that may begin here.
   *
   * @param inside whether it is inside a unit
   */
  static List<Item> items(boolean inside, boolean system, int rank) {
    return ALL.stream()
        .filter(each -> each.unit() != inside && (system || !each.system()))
        .map(each -> new Item(each.label(), Item.ItemKind.SNIPPET, "", "", each.text(), true, rank))
        .toList();
  }
}
