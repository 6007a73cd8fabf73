package com.joyofhardware.agent.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.joyofhardware.agent.verilog.Design;
import com.joyofhardware.agent.verilog.FileIndex;
import com.joyofhardware.agent.verilog.ProjectSymbols;
import com.joyofhardware.agent.verilog.References;
import com.joyofhardware.agent.verilog.Symbol;
import com.joyofhardware.agent.verilog.SymbolKind;
import com.joyofhardware.agent.verilog.Unit;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Lists of names and of their uses as LSP 3.17 writes them. */
final class VerilogSymbols {
  private static final int MOST_FOUND = 500;

  private VerilogSymbols() {}

  /** What a file declares: each unit with what is in it. */
  static JsonArray outline(FileIndex file) {
    JsonArray outline = new JsonArray();
    file.units().forEach(unit -> outline.add(unit(file, unit)));
    file.loose().forEach(symbol -> outline.add(named(file, symbol)));
    file.macros().forEach(symbol -> outline.add(named(file, symbol)));
    return outline;
  }

  private static JsonObject unit(FileIndex file, Unit unit) {
    JsonObject json = named(file, unit.symbol());
    // what is half typed may end before its name does
    int end = Math.max(unit.end(), unit.symbol().end());
    json.add("range", VerilogAnswers.range(file, unit.start(), end));
    JsonArray children = new JsonArray();
    unit.all()
        .filter(symbol -> symbol.start() >= unit.start() && symbol.end() <= end)
        .sorted(Comparator.comparingInt(Symbol::start))
        .forEach(symbol -> children.add(named(file, symbol)));
    json.add("children", children);
    return json;
  }

  private static JsonObject named(FileIndex file, Symbol symbol) {
    JsonObject json = new JsonObject();
    json.addProperty("name", symbol.name());
    json.addProperty("detail", symbol.type());
    json.addProperty("kind", kind(symbol.kind()));
    JsonObject range = VerilogAnswers.range(file, symbol.start(), symbol.end());
    json.add("range", range);
    json.add("selectionRange", range);
    return json;
  }

  /** Modules, packages, their functions and types, macros; of those that match, the first some. */
  static JsonArray matching(Design design, String query) {
    JsonArray found = new JsonArray();
    ProjectSymbols.matching(design, query, MOST_FOUND)
        .forEach(place -> {
          JsonObject symbol = new JsonObject();
          symbol.addProperty("name", place.symbol().name());
          symbol.addProperty("kind", kind(place.symbol().kind()));
          place.unit().ifPresent(unit -> symbol.addProperty("containerName", unit.name()));
          FileIndex file = file(design, place.file());
          symbol.add("location", VerilogAnswers.location(uri(place.file()), file, place.symbol()));
          found.add(symbol);
        });
    return found;
  }

  static JsonArray locations(Design design, List<References.Use> uses) {
    JsonArray locations = new JsonArray();
    uses.forEach(use -> {
      JsonObject location = new JsonObject();
      location.addProperty("uri", uri(use.file()));
      location.add("range", VerilogAnswers.range(file(design, use.file()), use.start(), use.end()));
      locations.add(location);
    });
    return locations;
  }

  /** A WorkspaceEdit. */
  static JsonElement renamed(Design design, List<References.Use> uses, String name) {
    JsonObject changes = new JsonObject();
    uses.forEach(use -> {
      String uri = uri(use.file());
      if (!changes.has(uri)) {
        changes.add(uri, new JsonArray());
      }
      JsonObject edit = new JsonObject();
      edit.add("range", VerilogAnswers.range(file(design, use.file()), use.start(), use.end()));
      edit.addProperty("newText", name);
      changes.getAsJsonArray(uri).add(edit);
    });
    JsonObject all = new JsonObject();
    all.add("changes", changes);
    return all;
  }

  private static FileIndex file(Design design, String name) {
    return Objects.requireNonNull(design.files().get(name), name);
  }

  private static String uri(String file) {
    return Path.of(file).toUri().toString();
  }

  /**
   * Of LSP's SymbolKind. A module is shown as a class is: LSP's module has the picture of its
   * package.
   */
  private static int kind(SymbolKind kind) {
    return switch (kind) {
      case PACKAGE -> 4;
      case MODULE, CLASS -> 5;
      case PORT, FIELD -> 8;
      case INTERFACE -> 11;
      case FUNCTION, TASK -> 12;
      case NET, VARIABLE, GENVAR -> 13;
      case PARAMETER, CONSTANT, MACRO -> 14;
      case INSTANCE -> 19;
      case MEMBER -> 22;
      case TYPE -> 23;
    };
  }
}
