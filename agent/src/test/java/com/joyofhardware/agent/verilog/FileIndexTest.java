package com.joyofhardware.agent.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileIndexTest {
  private static Unit only(String text) {
    List<Unit> units = FileIndex.of(text).units();
    assertThat(units).hasSize(1);
    return units.get(0);
  }

  private static List<String> declarations(List<Symbol> symbols) {
    return symbols.stream().map(Symbol::declaration).toList();
  }

  @Test
  void portsHaveDirectionTypeAndTheCommentBesideThem() {
    Unit unit =
        only(
            """
            // Counts.
            // And counts.
            module counter #(
                parameter WIDTH = 8, parameter [3:0] STEP = 4'd1,
                localparam TOP = WIDTH - 1
            ) (
                input  wire clk, reset, // both at once
                output reg [WIDTH-1:0] count = 0, /* how far */
                inout logic pad
            );
            endmodule
            """);
    assertThat(unit.symbol().doc()).isEqualTo("Counts.\nAnd counts.");
    assertThat(declarations(unit.parameters()))
        .containsExactly(
            "parameter WIDTH = 8", "parameter [3:0] STEP = 4'd1", "localparam TOP = WIDTH - 1");
    assertThat(declarations(unit.ports()))
        .containsExactly(
            "input wire clk",
            "input wire reset",
            "output reg [WIDTH-1:0] count = 0",
            "inout logic pad");
    assertThat(unit.ports())
        .extracting(Symbol::doc)
        .startsWith("both at once", "both at once", "how far");
  }

  @Test
  void portsOfOldStyleAreCompletedByTheBody() {
    Unit unit = only("module m(a, b);\n input a;\n output [3:0] b;\n reg [3:0] b;\nendmodule");
    assertThat(declarations(unit.ports())).containsExactly("input a", "output [3:0] b");
  }

  @Test
  void membersOfAllKindsAreFound() {
    Unit unit =
        only(
            """
            module m;
              wire [7:0] a, b;
              reg mem [0:255];
              integer i;
              localparam A = 3, B = 4;
              typedef enum logic [1:0] { IDLE, RUN = 2'd2 } state_t;
              state_t state;
              typedef struct packed { logic [7:0] x; logic y; } pair_t;
              function automatic [3:0] half(input [7:0] x); half = x[7:4]; endfunction
              task wait_for(input integer n); begin repeat (n) @(posedge a); end endtask
              blinker #(.N(4)) u_blink (.clk(a), .q(b));
              blinker u_plain [1:0] (a, b);
              always @(posedge a) begin : named integer k; k = int'(b) + 1; end
              for (genvar g = 0; g < 2; g++) begin assign c[g] = a; end
            endmodule
            """);
    assertThat(unit.members())
        .extracting(symbol -> symbol.kind() + " " + symbol.name())
        .containsExactlyInAnyOrder(
            "NET a",
            "NET b",
            "VARIABLE mem",
            "VARIABLE i",
            "CONSTANT A",
            "CONSTANT B",
            "MEMBER IDLE",
            "MEMBER RUN",
            "TYPE state_t",
            "VARIABLE state",
            "TYPE pair_t",
            "FUNCTION half",
            "TASK wait_for",
            "INSTANCE u_blink",
            "INSTANCE u_plain",
            "VARIABLE k",
            "GENVAR g");
    assertThat(unit.blocks()).hasSize(2);
    assertThat(declarations(unit.blocks().get(0).locals())).containsExactly("input [7:0] x");
  }

  @Test
  void packagesMacrosAndEscapedNamesAreFound() {
    FileIndex file =
        FileIndex.of(
            """
            `timescale 1ns / 1ps
            `define WIDTH(n) \\
              (n * 8) // bits
            package p; localparam int K = 3; function int f(); endfunction endpackage
            module \\odd-name (input \\in! ); endmodule
            """);
    assertThat(file.macros()).extracting(Symbol::name).containsExactly("WIDTH");
    assertThat(file.units()).extracting(Unit::name).containsExactly("p", "odd-name");
    assertThat(file.units().get(0).members()).extracting(Symbol::name).containsExactly("K", "f");
  }

  @Test
  void whatIsHalfTypedCostsNoNeighbours() {
    FileIndex file =
        FileIndex.of(
            """
            module a (input wire x, input
            wire y
              wire [7:0 broken
              localparam KEPT = 1;
              assign x = (y +
              reg kept2;
            module b (output reg z); endmodule
            """);
    assertThat(file.units()).extracting(Unit::name).containsExactly("a", "b");
    assertThat(file.units().get(0).members()).extracting(Symbol::name).contains("KEPT", "kept2");
    assertThat(declarations(file.units().get(1).ports())).containsExactly("output reg z");
  }

  @Test
  void linesAndColumnsAreCountedFromZero() {
    FileIndex file = FileIndex.of("\n\n  module m;\nendmodule");
    int start = file.units().get(0).symbol().start();
    assertThat(file.line(start)).isEqualTo(2);
    assertThat(file.column(start)).isEqualTo(9);
  }
}
