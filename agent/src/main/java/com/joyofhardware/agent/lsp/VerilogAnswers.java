package com.joyofhardware.agent.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.joyofhardware.agent.verilog.Completion;
import com.joyofhardware.agent.verilog.Design;
import com.joyofhardware.agent.verilog.FileIndex;
import com.joyofhardware.agent.verilog.Item;
import com.joyofhardware.agent.verilog.ProjectSymbols;
import com.joyofhardware.agent.verilog.Symbol;
import com.joyofhardware.agent.verilog.SymbolKind;
import java.nio.file.Path;
import java.util.Objects;

/** What we know of Verilog as LSP 3.17 writes it. */
final class VerilogAnswers {
  private static final int MOST_ITEMS = 3_000;
  private static final int MOST_SYMBOLS = 500;
  private static final int SNIPPET = 2;

  private VerilogAnswers() {}

  /** What we add to what Verible can, and what it says of itself but nobody should use. */
  static void addTo(JsonObject capabilities) {
    JsonObject completion = new JsonObject();
    JsonArray triggers = new JsonArray();
    triggers.add(".");
    triggers.add("`");
    triggers.add("$");
    completion.add("triggerCharacters", triggers);
    capabilities.add("completionProvider", completion);
    capabilities.addProperty("hoverProvider", true);
    capabilities.addProperty("workspaceSymbolProvider", true);
    // it sends all diagnostics by itself as well: a client that asks too would show each twice
    capabilities.remove("diagnosticProvider");
  }

  static JsonObject completion(Completion.Proposals proposals, FileIndex file, int offset) {
    JsonObject range = range(file, proposals.start(), offset);
    JsonArray items = new JsonArray();
    proposals.items().stream().limit(MOST_ITEMS).forEach(item -> items.add(item(item, range)));
    JsonObject list = new JsonObject();
    list.addProperty("isIncomplete", false);
    list.add("items", items);
    return list;
  }

  private static JsonObject item(Item item, JsonObject range) {
    JsonObject edit = new JsonObject();
    edit.add("range", range);
    edit.addProperty("newText", item.insert());
    JsonObject json = new JsonObject();
    json.addProperty("label", item.label());
    json.addProperty("kind", item.kind().number());
    if (!item.detail().isEmpty()) {
      json.addProperty("detail", item.detail());
    }
    if (!item.doc().isEmpty()) {
      json.add("documentation", markdown(item.doc()));
    }
    json.addProperty("sortText", item.rank() + item.label());
    json.addProperty("filterText", item.label());
    if (item.snippet()) {
      json.addProperty("insertTextFormat", SNIPPET);
    }
    json.add("textEdit", edit);
    return json;
  }

  static JsonObject hover(String markdown) {
    JsonObject hover = new JsonObject();
    hover.add("contents", markdown(markdown));
    return hover;
  }

  /** Modules, packages, their functions and types, macros; of those that match, the first some. */
  static JsonArray symbols(Design design, String query) {
    JsonArray found = new JsonArray();
    ProjectSymbols.matching(design, query, MOST_SYMBOLS)
        .forEach(place -> {
          JsonObject symbol = new JsonObject();
          symbol.addProperty("name", place.symbol().name());
          symbol.addProperty("kind", kind(place.symbol().kind()));
          place.unit().ifPresent(unit -> symbol.addProperty("containerName", unit.name()));
          FileIndex file = Objects.requireNonNull(design.files().get(place.file()));
          String uri = Path.of(place.file()).toUri().toString();
          symbol.add("location", location(uri, file, place.symbol()));
          found.add(symbol);
        });
    return found;
  }

  /** Of LSP's SymbolKind. */
  private static int kind(SymbolKind kind) {
    return switch (kind) {
      case MODULE -> 2;
      case PACKAGE -> 4;
      case CLASS -> 5;
      case INTERFACE -> 11;
      case FUNCTION, TASK -> 12;
      case NET, VARIABLE, GENVAR, PORT -> 13;
      case PARAMETER, CONSTANT, MACRO -> 14;
      case INSTANCE -> 19;
      case MEMBER -> 22;
      case TYPE -> 23;
    };
  }

  static JsonObject location(String uri, FileIndex file, Symbol symbol) {
    JsonObject location = new JsonObject();
    location.addProperty("uri", uri);
    location.add("range", range(file, symbol.start(), symbol.end()));
    return location;
  }

  private static JsonObject markdown(String text) {
    JsonObject markdown = new JsonObject();
    markdown.addProperty("kind", "markdown");
    markdown.addProperty("value", text);
    return markdown;
  }

  private static JsonObject range(FileIndex file, int start, int end) {
    JsonObject range = new JsonObject();
    range.add("start", position(file, start));
    range.add("end", position(file, end));
    return range;
  }

  private static JsonObject position(FileIndex file, int offset) {
    JsonObject position = new JsonObject();
    position.addProperty("line", file.line(offset));
    position.addProperty("character", file.column(offset));
    return position;
  }
}
