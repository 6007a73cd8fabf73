package com.joyofhardware.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.joyofhardware.protocol.Json;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of {@code WS /rpc} that makes one call at a time and keeps what it is notified of. */
public final class TestingRpc implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonObject> notifications = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private int lastId;

  public TestingRpc(TestingAgent agent) {
    socket = agent.webSocket("/rpc", new Incoming());
  }

  /** Sends a text as it is and gives the next answer as it comes. */
  public String raw(String message) throws Exception {
    socket.sendText(message, true).join();
    String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      throw new TimeoutException("no answer to " + message);
    }
    return answer;
  }

  /** Sends a text that nothing answers. */
  public void send(String notification) {
    socket.sendText(notification, true).join();
  }

  /** The whole answer to a call: an object with {@code result} or {@code error}. */
  public JsonObject call(String method, Object params) throws Exception {
    JsonObject message = new JsonObject();
    message.addProperty("jsonrpc", "2.0");
    message.addProperty("id", ++lastId);
    message.addProperty("method", method);
    message.add("params", Json.gson().toJsonTree(params));
    return JsonParser.parseString(raw(message.toString())).getAsJsonObject();
  }

  /** The result of a call that must succeed. */
  public <T> T result(String method, Object params, Class<T> type) throws Exception {
    JsonObject answer = call(method, params);
    if (!answer.has("result")) {
      throw new AssertionError(method + " failed: " + answer);
    }
    return Json.gson().fromJson(answer.get("result"), type);
  }

  /** The stable code of the error of a call that must fail. */
  public String error(String method, Object params) throws Exception {
    JsonElement error = call(method, params).get("error");
    if (error == null) {
      throw new AssertionError(method + " did not fail");
    }
    return error.getAsJsonObject().getAsJsonObject("data").get("code").getAsString();
  }

  /** The next notification: an object with {@code method} and {@code params}. */
  public JsonObject notification() throws Exception {
    JsonObject next = notifications.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new TimeoutException("no notification came");
    }
    return next;
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Incoming implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        JsonElement json = JsonParser.parseString(message);
        if (json.isJsonObject() && json.getAsJsonObject().has("method")) {
          notifications.add(json.getAsJsonObject());
        } else {
          answers.add(message);
        }
      }
      from.request(1);
      return null;
    }
  }
}
