package com.joyofhardware.agent.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Optional;

/**
 * Looks into messages that may not be what LSP says they are. Gson answers null, or with one of
 * four exceptions, where something is missing or of another kind; here all of it is a {@link
 * JsonParseException} that names what was expected.
 */
final class Shape {
  private Shape() {}

  static JsonObject parse(String message) {
    try {
      if (JsonParser.parseString(message) instanceof JsonObject object) {
        return object;
      }
    } catch (StackOverflowError e) {
      throw new JsonParseException("a message is nested too deep", e);
    }
    throw new JsonParseException("a message is no object");
  }

  static JsonObject object(JsonObject in, String name) {
    if (in.get(name) instanceof JsonObject object) {
      return object;
    }
    throw new JsonParseException(name + " is no object");
  }

  static JsonObject object(JsonElement element) {
    if (element instanceof JsonObject object) {
      return object;
    }
    throw new JsonParseException("an element is no object");
  }

  static Optional<JsonArray> array(JsonObject in, String name) {
    return in.get(name) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
  }

  static Optional<String> text(JsonObject in, String name) {
    return in.get(name) instanceof JsonPrimitive text && text.isString()
        ? Optional.of(text.getAsString())
        : Optional.empty();
  }

  static String needed(JsonObject in, String name) {
    return text(in, name).orElseThrow(() -> new JsonParseException(name + " is no text"));
  }

  /** Of a position or a version: from 0. */
  static int count(JsonObject in, String name) {
    if (in.get(name) instanceof JsonPrimitive number && number.isNumber()) {
      double value = number.getAsDouble();
      if (value >= 0 && value <= Integer.MAX_VALUE) {
        return (int) value;
      }
    }
    throw new JsonParseException(name + " is no count");
  }
}
