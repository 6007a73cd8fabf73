package com.joyofhardware.agent.search;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Search;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A "match" message of ripgrep's JSON (its crate grep-printer, "JSON"): offsets in bytes become
 * lines and columns, and a long line is cut around each of its matches.
 */
final class RipgrepMatch {
  /** Characters shown before a match where its line is cut. */
  private static final int LEAD = 60;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private RipgrepMatch() {}

  /** Relative to the workspace; null when it isn't UTF-8. */
  static @Nullable String path(JsonObject data) {
    JsonElement text = data.getAsJsonObject("path").get("text");
    if (text == null) {
      return null;
    }
    String path = text.getAsString();
    return path.startsWith("./") ? path.substring(2) : path;
  }

  /**
   * The lines of the message.
   *
   * @param most matches after which the rest is left out
   */
  static List<Search.Line> lines(JsonObject data, int most) {
    byte[] bytes = bytes(data.getAsJsonObject("lines"));
    int first = data.get("line_number").getAsInt() - 1;
    Walk walk = new Walk(bytes, first);
    List<Search.Span> spans = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (JsonElement each : data.getAsJsonArray("submatches")) {
      if (spans.size() == most) {
        break;
      }
      JsonObject match = each.getAsJsonObject();
      walk.to(match.get("start").getAsInt());
      int fromLine = walk.line;
      int from = walk.column;
      starts.add(walk.characters);
      walk.to(match.get("end").getAsInt());
      spans.add(new Search.Span(fromLine, from, walk.line, walk.column));
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (first == 0 && text.indexOf(BYTE_ORDER_MARK) == 0) {
      // an editor doesn't count it
      text = text.substring(1);
      spans.replaceAll(RipgrepMatch::withoutMark);
      starts.replaceAll(start -> Math.max(0, start - 1));
    }
    text = withoutEnd(text);
    if (text.length() <= Limits.SEARCH_LINE) {
      return List.of(new Search.Line(first, 0, text, spans));
    }
    List<Search.Line> lines = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      lines.add(cut(text, spans.get(i), starts.get(i)));
    }
    return lines;
  }

  private static Search.Line cut(String text, Search.Span span, int start) {
    int lineStart = start - span.from();
    int from = Math.max(lineStart, start - LEAD);
    int to = Math.min(text.length(), from + Limits.SEARCH_LINE);
    if (Character.isLowSurrogate(text.charAt(Math.min(from, text.length() - 1)))) {
      from--;
    }
    return new Search.Line(
        span.fromLine(), from - lineStart, text.substring(from, to), List.of(span));
  }

  private static Search.Span withoutMark(Search.Span span) {
    int from = span.fromLine() == 0 ? Math.max(0, span.from() - 1) : span.from();
    int to = span.toLine() == 0 ? Math.max(0, span.to() - 1) : span.to();
    return new Search.Span(span.fromLine(), from, span.toLine(), to);
  }

  private static String withoutEnd(String text) {
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(0, end);
  }

  /** What isn't UTF-8 comes in base64, and is shown with replacement characters. */
  private static byte[] bytes(JsonObject lines) {
    JsonElement text = lines.get("text");
    return text != null
        ? text.getAsString().getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(lines.get("bytes").getAsString());
  }

  /** Goes forward over the bytes and knows the place in characters. */
  private static final class Walk {
    private final byte[] bytes;
    private int at;
    int line;
    int column;
    int characters;

    Walk(byte[] bytes, int line) {
      this.bytes = bytes;
      this.line = line;
    }

    void to(int offset) {
      int end = Math.min(offset, bytes.length);
      String passed =
          StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, at, end - at)).toString();
      for (int i = 0; i < passed.length(); i++) {
        column++;
        if (passed.charAt(i) == '\n') {
          line++;
          column = 0;
        }
      }
      characters += passed.length();
      at = end;
    }
  }
}
