package com.joyofhardware.protocol;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the records of a sealed interface a {@code type} member: their simple name, lower camel.
 */
final class SealedAdapterFactory implements TypeAdapterFactory {
  static final String TYPE = "type";

  static String typeName(Class<?> record) {
    String name = record.getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
    Class<? super T> type = token.getRawType();
    if (!type.isSealed() || !type.isInterface()) {
      return null;
    }
    Map<String, TypeAdapter<?>> byName = new HashMap<>();
    for (Class<?> member : type.getPermittedSubclasses()) {
      byName.put(typeName(member), gson.getAdapter(member));
    }
    TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
    return new TypeAdapter<T>() {
      @Override
      public void write(JsonWriter out, @Nullable T value) throws IOException {
        if (value == null) {
          out.nullValue();
          return;
        }
        String name = typeName(value.getClass());
        JsonObject tagged = new JsonObject();
        tagged.addProperty(TYPE, name);
        JsonObject fields = toTree(byName.get(name), value).getAsJsonObject();
        fields.entrySet().forEach(field -> tagged.add(field.getKey(), field.getValue()));
        elements.write(out, tagged);
      }

      @Override
      @SuppressWarnings("unchecked") // byName holds adapters of T's permitted records alone
      public @Nullable T read(JsonReader in) throws IOException {
        JsonElement element = elements.read(in);
        if (element == null || element.isJsonNull()) {
          return null;
        }
        JsonElement name = element.isJsonObject() ? element.getAsJsonObject().get(TYPE) : null;
        TypeAdapter<?> adapter = name == null ? null : byName.get(name.getAsString());
        if (adapter == null) {
          throw new JsonParseException(type.getSimpleName() + " has no type " + name);
        }
        return (T) adapter.fromJsonTree(element);
      }
    };
  }

  @SuppressWarnings("unchecked") // the adapter was made for the value's own class
  private static <V> JsonElement toTree(@Nullable TypeAdapter<V> adapter, Object value) {
    if (adapter == null) {
      throw new JsonParseException("no adapter for " + value.getClass());
    }
    return adapter.toJsonTree((V) value);
  }
}
