package com.joyofhardware.agent.lsp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.joyofhardware.agent.verilog.FileIndex;
import org.jspecify.annotations.Nullable;

/** A document as the client has it, kept up to date by its changes. On one thread. */
final class TextDocument {
  private final boolean systemVerilog;
  private String text;
  private @Nullable FileIndex index;

  TextDocument(String text, boolean systemVerilog) {
    this.text = text;
    this.systemVerilog = systemVerilog;
  }

  String text() {
    return text;
  }

  boolean isSystemVerilog() {
    return systemVerilog;
  }

  FileIndex index() {
    FileIndex known = index;
    if (known == null) {
      known = FileIndex.of(text);
      index = known;
    }
    return known;
  }

  /** One of {@code contentChanges}: a range, or all of it. */
  void change(JsonObject change) {
    String changed = Shape.needed(change, "text");
    JsonElement range = change.get("range");
    if (range == null || range.isJsonNull()) {
      text = changed;
    } else {
      int start = offset(Shape.object(Shape.object(range), "start"));
      int end = Math.max(start, offset(Shape.object(Shape.object(range), "end")));
      text = text.substring(0, start) + changed + text.substring(end);
    }
    index = null;
  }

  /** Of an LSP position: a line from 0, a character from 0 in UTF-16 units. */
  int offset(JsonObject position) {
    int line = Shape.count(position, "line");
    int at = 0;
    for (int i = 0; i < line; i++) {
      int next = text.indexOf('\n', at);
      if (next < 0) {
        return text.length();
      }
      at = next + 1;
    }
    int end = text.indexOf('\n', at);
    int length = (end < 0 ? text.length() : end) - at;
    return at + Math.clamp(Shape.count(position, "character"), 0, length);
  }
}
