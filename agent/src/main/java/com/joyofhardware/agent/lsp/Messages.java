package com.joyofhardware.agent.lsp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** JSON-RPC 2.0 as language servers speak it. */
final class Messages {
  private Messages() {}

  static String notification(String method, JsonElement params) {
    JsonObject message = new JsonObject();
    message.addProperty("jsonrpc", "2.0");
    message.addProperty("method", method);
    message.add("params", params);
    return message.toString();
  }

  static String result(JsonElement id, JsonElement result) {
    JsonObject message = new JsonObject();
    message.addProperty("jsonrpc", "2.0");
    message.add("id", id);
    message.add("result", result);
    return message.toString();
  }

  /**
   * A refusal.
   *
   * @param code of JSON-RPC 2.0: -32602 is for parameters that can't be used
   */
  static String error(JsonElement id, int code, String reason) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", reason);
    JsonObject message = new JsonObject();
    message.addProperty("jsonrpc", "2.0");
    message.add("id", id);
    message.add("error", error);
    return message.toString();
  }
}
