package com.joyofhardware.agent.verilog;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a module is used: the snippet that connects all its ports, and its header for people. */
final class Instantiation {
  private Instantiation() {}

  static String snippet(Unit unit) {
    StringBuilder text = new StringBuilder(unit.name());
    int place = 1;
    if (!unit.parameters().isEmpty()) {
      place = connections(text.append(" #"), unit.parameters(), place, true);
    }
    String name = "u_" + unit.name().toLowerCase(Locale.ROOT);
    text.append(" ${").append(place++).append(':').append(escape(name)).append("} ");
    connections(text, unit.ports(), place, false);
    return text.append(";$0").toString();
  }

  private static int connections(StringBuilder text, List<Symbol> all, int from, boolean values) {
    int place = from;
    text.append('(');
    for (Symbol each : all) {
      String proposal = values ? each.value() : each.name();
      text.append(place == from ? "\n" : ",\n")
          .append("    .")
          .append(escape(each.name()))
          .append("(${")
          .append(place++)
          .append(':')
          .append(escape(proposal))
          .append("})");
    }
    text.append(all.isEmpty() ? ")" : "\n)");
    return place;
  }

  /** What means something inside a snippet's place. */
  static String escape(String text) {
    return text.replaceAll("([$}\\\\])", "\\\\$1");
  }

  /** As its source has it, without comments. */
  static String header(Unit unit) {
    String parameters =
        unit.parameters().isEmpty() ? "" : " #(\n" + lines(unit.parameters()) + "\n)";
    String ports = unit.ports().isEmpty() ? "" : " (\n" + lines(unit.ports()) + "\n)";
    return unit.symbol().type() + " " + unit.name() + parameters + ports + ";";
  }

  private static String lines(List<Symbol> symbols) {
    return symbols.stream()
        .map(each -> "    " + (each.type().isEmpty() ? each.name() : each.declaration()))
        .collect(Collectors.joining(",\n"));
  }
}
