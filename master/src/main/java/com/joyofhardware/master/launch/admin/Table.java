package com.joyofhardware.master.launch.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes JSON objects as lines with columns, for people. */
final class Table {
  private Table() {}

  static String of(JsonElement value) {
    if (value.isJsonArray()) {
      return rows(value.getAsJsonArray());
    }
    return value.isJsonObject() ? fields(value.getAsJsonObject(), "") : "";
  }

  private static String rows(JsonArray array) {
    if (array.isEmpty()) {
      return "none\n";
    }
    Set<String> columns = new LinkedHashSet<>();
    array.forEach(row -> columns.addAll(scalars(row.getAsJsonObject())));
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    for (JsonElement row : array) {
      JsonObject object = row.getAsJsonObject();
      lines.add(columns.stream().map(name -> cell(object.get(name))).toList());
    }
    return aligned(lines);
  }

  private static List<String> scalars(JsonObject object) {
    return object.entrySet().stream()
        .filter(field -> field.getValue().isJsonPrimitive())
        .map(field -> field.getKey())
        .toList();
  }

  private static String aligned(List<List<String>> lines) {
    int columns = lines.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        row.append(line.get(i)).repeat(" ", widths[i] - line.get(i).length() + 2);
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String fields(JsonObject object, String indent) {
    StringBuilder text = new StringBuilder();
    object
        .entrySet()
        .forEach(field -> {
          text.append(indent).append(field.getKey()).append(':');
          if (field.getValue().isJsonObject()) {
            text.append('\n').append(fields(field.getValue().getAsJsonObject(), indent + "  "));
          } else {
            text.append(' ').append(cell(field.getValue())).append('\n');
          }
        });
    return text.toString();
  }

  private static String cell(@org.jspecify.annotations.Nullable JsonElement value) {
    if (value == null || value.isJsonNull()) {
      return "-";
    }
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }
}
