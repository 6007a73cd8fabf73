package com.joyofhardware.agent.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.joyofhardware.agent.server.Problems;
import com.joyofhardware.agent.server.WebSocket;
import com.joyofhardware.agent.server.WebSocketListener;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One client of {@code WS /rpc}: JSON-RPC 2.0, one message or batch a text frame. */
final class RpcSocket implements WebSocketListener, RpcConnection {
  /** Calls in progress after which the client is read no further; so are its unread answers. */
  private static final int MAX_CALLS = 32;

  private static final int MAX_BATCH = 64;

  private final RpcMethods methods;
  private final Runnable ended;
  private final AtomicInteger calls = new AtomicInteger();
  private final List<Runnable> closeActions = new ArrayList<>();
  private volatile @Nullable WebSocket socket;
  private boolean closed;

  RpcSocket(RpcMethods methods, Runnable ended) {
    this.methods = methods;
    this.ended = ended;
  }

  @Override
  public void opened(WebSocket opened) {
    socket = opened;
  }

  @Override
  public void text(String message) {
    calls.incrementAndGet();
    paceReading();
    Thread.startVirtualThread(() -> {
      try {
        JsonElement answer = answer(message);
        WebSocket to = socket;
        if (answer != null && to != null) {
          // Not through gson, which would leave out "result": null.
          to.text(answer.toString());
        }
      } finally {
        calls.decrementAndGet();
        WebSocket to = socket;
        if (to != null) {
          to.eventLoop().execute(this::paceReading);
        }
      }
    });
  }

  @Override
  public void writable(boolean writable) {
    paceReading();
  }

  private void paceReading() {
    WebSocket to = socket;
    if (to != null) {
      to.reading(calls.get() < MAX_CALLS && to.isWritable());
    }
  }

  private @Nullable JsonElement answer(String message) {
    JsonElement parsed;
    try {
      parsed = JsonParser.parseString(message);
    } catch (JsonParseException e) {
      return error(
          JsonNull.INSTANCE, new JoyException(ErrorCode.MALFORMED, "the message is not JSON", e));
    }
    if (!parsed.isJsonArray()) {
      return answer(parsed);
    }
    JsonArray batch = parsed.getAsJsonArray();
    if (batch.isEmpty() || batch.size() > MAX_BATCH) {
      return invalid(JsonNull.INSTANCE, "a batch has 1 to " + MAX_BATCH + " messages");
    }
    JsonArray answers = new JsonArray();
    for (JsonElement one : batch) {
      JsonElement answer = answer(one);
      if (answer != null) {
        answers.add(answer);
      }
    }
    return answers.isEmpty() ? null : answers;
  }

  private @Nullable JsonElement answer(JsonElement message) {
    if (!message.isJsonObject()) {
      return invalid(JsonNull.INSTANCE, "a message is an object");
    }
    JsonObject call = message.getAsJsonObject();
    JsonElement id = call.get("id");
    boolean notification = id == null;
    JsonElement answerTo = id != null && id.isJsonPrimitive() ? id : JsonNull.INSTANCE;
    JsonElement name = call.get("method");
    if (name == null || !name.isJsonPrimitive() || !isVersion2(call.get("jsonrpc"))) {
      return invalid(answerTo, "a message has \"jsonrpc\": \"2.0\" and a method");
    }
    JsonElement params = call.get("params");
    try {
      Object result =
          methods.call(this, name.getAsString(), params == null ? JsonNull.INSTANCE : params);
      if (notification) {
        return null;
      }
      JsonObject answer = envelope();
      answer.add("id", answerTo);
      answer.add("result", Json.gson().toJsonTree(result));
      return answer;
    } catch (Exception | LinkageError | StackOverflowError e) {
      JoyException error = Problems.of(e);
      return notification ? null : error(answerTo, error);
    }
  }

  @Override
  public boolean notify(String method, Object params) {
    WebSocket to = socket;
    if (to == null || !to.isWritable()) {
      return false;
    }
    JsonObject message = envelope();
    message.addProperty("method", method);
    message.add("params", Json.gson().toJsonTree(params));
    to.text(message.toString());
    return true;
  }

  @Override
  public void onClose(Runnable action) {
    synchronized (closeActions) {
      if (!closed) {
        closeActions.add(action);
        return;
      }
    }
    action.run();
  }

  @Override
  public void closed() {
    List<Runnable> actions;
    synchronized (closeActions) {
      closed = true;
      actions = List.copyOf(closeActions);
    }
    actions.forEach(Runnable::run);
    ended.run();
  }

  @Override
  public void abandoned() {
    ended.run();
  }

  private static boolean isVersion2(@Nullable JsonElement version) {
    return version != null && version.isJsonPrimitive() && version.getAsString().equals("2.0");
  }

  private static JsonObject envelope() {
    JsonObject message = new JsonObject();
    message.addProperty("jsonrpc", "2.0");
    return message;
  }

  /** "Invalid Request" (JSON-RPC 2.0, 5.1). */
  private static JsonObject invalid(JsonElement id, String detail) {
    return error(id, -32600, ErrorCode.MALFORMED, detail);
  }

  private static JsonObject error(JsonElement id, JoyException error) {
    return error(id, error.code().rpcCode(), error.code(), String.valueOf(error.getMessage()));
  }

  private static JsonObject error(JsonElement id, int number, ErrorCode code, String detail) {
    JsonObject data = new JsonObject();
    data.addProperty("code", code.code());
    JsonObject error = new JsonObject();
    error.addProperty("code", number);
    error.addProperty("message", detail);
    error.add("data", data);
    JsonObject answer = envelope();
    answer.add("id", id);
    answer.add("error", error);
    return answer;
  }
}
