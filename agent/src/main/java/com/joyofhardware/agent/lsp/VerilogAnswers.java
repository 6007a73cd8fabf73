package com.joyofhardware.agent.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.joyofhardware.agent.verilog.Completion;
import com.joyofhardware.agent.verilog.FileIndex;
import com.joyofhardware.agent.verilog.Item;
import com.joyofhardware.agent.verilog.Symbol;
import com.joyofhardware.agent.verilog.Triggers;
import java.util.List;

/** What we know of Verilog as LSP 3.17 writes it. */
final class VerilogAnswers {
  private static final int MOST_ITEMS = 3_000;
  private static final int SNIPPET = 2;

  private VerilogAnswers() {}

  /** What we add to what Verible can, and what it says of itself but nobody should use. */
  static void addTo(JsonObject capabilities) {
    JsonObject completion = new JsonObject();
    JsonArray triggers = new JsonArray();
    Triggers.CHARACTERS.forEach(triggers::add);
    completion.add("triggerCharacters", triggers);
    capabilities.add("completionProvider", completion);
    capabilities.addProperty("hoverProvider", true);
    // of the whole project, where Verible knows the open files or needs a list of them
    for (String provider : List.of("workspaceSymbol", "references", "rename")) {
      capabilities.addProperty(provider + "Provider", true);
    }
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

  static JsonObject range(FileIndex file, int start, int end) {
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
