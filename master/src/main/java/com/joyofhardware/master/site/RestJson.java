package com.joyofhardware.master.site;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.joyofhardware.protocol.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The codec of REST bodies. Unlike the wire's it writes {@code null} where there is no value, so
 * that a script finds every field that the description names, and refuses words it doesn't know.
 */
final class RestJson {
  static final Gson GSON =
      Json.gson()
          .newBuilder()
          .serializeNulls()
          .registerTypeAdapterFactory(new KnownWords())
          .create();

  private RestJson() {}

  /** Gson reads a word that is no constant of an enum as null: as if it had not been sent. */
  private static final class KnownWords implements TypeAdapterFactory {
    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      T[] constants = constants(type);
      if (constants == null) {
        return null;
      }
      TypeAdapter<T> plain = gson.getDelegateAdapter(this, type);
      return new TypeAdapter<>() {
        @Override
        public void write(JsonWriter out, @Nullable T value) throws IOException {
          plain.write(out, value);
        }

        @Override
        public @Nullable T read(JsonReader in) throws IOException {
          if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return null;
          }
          String word = in.nextString();
          T known = plain.fromJsonTree(new JsonPrimitive(word));
          if (known == null) {
            throw new JsonParseException(
                "'" + word + "' is unknown; there are " + words(plain, constants));
          }
          return known;
        }
      };
    }

    @SuppressWarnings("unchecked") // a TypeToken<T> has the class T
    private static <T> T @Nullable [] constants(TypeToken<T> type) {
      return ((Class<T>) type.getRawType()).getEnumConstants();
    }

    private static <T> String words(TypeAdapter<T> plain, T[] constants) {
      return Arrays.stream(constants)
          .map(constant -> plain.toJsonTree(constant).getAsString())
          .collect(Collectors.joining(", "));
    }
  }
}
