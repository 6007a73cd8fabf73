package com.joyofhardware.agent.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of {@code WS /rpc}. Rooms add theirs while the agent is put together. */
public final class RpcMethods {
  private record Entry<P>(Class<P> params, RpcMethod<P> method) {
    @Nullable Object call(RpcConnection connection, JsonElement json) throws Exception {
      return method.call(connection, read(json, params));
    }
  }

  private final Map<String, Entry<?>> methods = new HashMap<>();

  /**
   * Adds a method.
   *
   * @param params a record; each of its components must be in the message, but those that are
   *     {@code @Nullable}
   */
  public <P extends Record> void method(String name, Class<P> params, RpcMethod<P> method) {
    if (methods.putIfAbsent(name, new Entry<>(params, method)) != null) {
      throw new IllegalStateException("two rooms serve " + name);
    }
  }

  @Nullable Object call(RpcConnection connection, String name, JsonElement params)
      throws Exception {
    Entry<?> entry = methods.get(name);
    if (entry == null) {
      throw new JoyException(
          ErrorCode.UNKNOWN_METHOD, "there is no method '" + name + "'; this agent may be older");
    }
    return entry.call(connection, params);
  }

  private static <P> P read(JsonElement json, Class<P> type) {
    JsonElement object = json.isJsonNull() ? new JsonObject() : json;
    if (!object.isJsonObject()) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "params must be an object with named members");
    }
    for (RecordComponent component : type.getRecordComponents()) {
      JsonElement member = object.getAsJsonObject().get(component.getName());
      boolean missing = member == null || member.isJsonNull();
      if (missing
          && !component.getType().isPrimitive()
          && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        throw new JoyException(
            ErrorCode.BAD_REQUEST, "params lack the member '" + component.getName() + "'");
      }
    }
    try {
      return Json.gson().fromJson(object, type);
    } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "params don't fit: " + e.getMessage(), e);
    }
  }
}
