package com.joyofhardware.agent.verilog;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The reserved words of IEEE 1364-2005 and what IEEE 1800-2017 adds to them. */
final class Keywords {
  static final List<String> VERILOG =
      words(
          """
          always and assign automatic begin buf bufif0 bufif1 case casex casez cell cmos config
          deassign default defparam design disable edge else end endcase endconfig endfunction
          endgenerate endmodule endprimitive endspecify endtable endtask event for force forever
          fork function generate genvar highz0 highz1 if ifnone incdir include initial inout input
          instance integer join large liblist library localparam macromodule medium module nand
          negedge nmos nor noshowcancelled not notif0 notif1 or output parameter pmos posedge
          primitive pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent rcmos real
          realtime reg release repeat rnmos rpmos rtran rtranif0 rtranif1 scalared showcancelled
          signed small specify specparam strong0 strong1 supply0 supply1 table task time tran
          tranif0 tranif1 tri tri0 tri1 triand trior trireg unsigned use uwire vectored wait wand
          weak0 weak1 while wire wor xnor xor
          """);

  static final List<String> SYSTEM_VERILOG =
      words(
          """
          accept_on alias always_comb always_ff always_latch assert assume before bind bins binsof
          bit break byte chandle checker class clocking const constraint context continue cover
          covergroup coverpoint cross dist do endchecker endclass endclocking endgroup endinterface
          endpackage endprogram endproperty endsequence enum eventually expect export extends extern
          final first_match foreach forkjoin global iff ignore_bins illegal_bins implements implies
          import inside int interconnect interface intersect join_any join_none let local logic
          longint matches modport nettype new nexttime null package packed priority program property
          protected pure rand randc randcase randsequence ref reject_on restrict return s_always
          s_eventually s_nexttime s_until s_until_with sequence shortint shortreal soft solve static
          string strong struct super sync_accept_on sync_reject_on tagged this throughout timeprecision
          timeunit type typedef union unique unique0 until until_with untyped var virtual void
          wait_order weak wildcard with within
          """);

  /** Words that a declaration of a net or a variable begins with. */
  private static final Set<String> TYPES =
      set(
          """
          wire tri tri0 tri1 triand trior trireg wand wor uwire supply0 supply1 reg integer real
          realtime time event genvar logic bit byte shortint int longint shortreal string chandle var
          """);

  private static final Set<String> DIRECTIONS = Set.of("input", "output", "inout", "ref");

  /** Words inside a type, after its first. */
  private static final Set<String> MODIFIERS =
      Set.of(
          "signed", "unsigned", "scalared", "vectored", "packed", "const", "automatic", "static");

  static final Set<String> UNITS =
      Set.of("module", "macromodule", "interface", "program", "package", "class", "primitive");

  /** Where a declaration or a list in brackets has been left open, these show it. */
  private static final Set<String> ENDS =
      set(
          """
          always always_comb always_ff always_latch assign initial final begin end endmodule module
          macromodule endfunction endtask endgenerate endpackage endinterface endclass endcase
          generate if else case casex casez for while forever repeat localparam function task
          typedef import
          """);

  private static final Set<String> RESERVED = reserved();

  private Keywords() {}

  static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  static boolean isType(String word) {
    return TYPES.contains(word);
  }

  static boolean isDirection(String word) {
    return DIRECTIONS.contains(word);
  }

  static boolean isModifier(String word) {
    return MODIFIERS.contains(word);
  }

  static boolean endsDeclaration(String word) {
    return ENDS.contains(word);
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  private static Set<String> set(String text) {
    return Set.copyOf(words(text));
  }

  private static Set<String> reserved() {
    Set<String> all = new HashSet<>(VERILOG);
    all.addAll(SYSTEM_VERILOG);
    // words that only mean something in configurations and gates' tables; names like these are used
    all.removeAll(Arrays.asList("cell", "config", "design", "instance", "use", "large", "small"));
    all.removeAll(Arrays.asList("medium", "table", "library", "include", "global", "soft", "type"));
    return Set.copyOf(all);
  }
}
