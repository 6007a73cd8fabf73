package com.joyofhardware.protocol;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON codec. Identifiers and claims are bare strings, instants ISO 8601, members of a
 * sealed interface carry a {@code type}, and what is null is left out.
 */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .registerTypeAdapterFactory(new SealedAdapterFactory())
          .registerTypeAdapter(Name.class, text(Name::new))
          .registerTypeAdapter(SessionId.class, text(SessionId::new))
          .registerTypeAdapter(ContainerId.class, text(ContainerId::new))
          .registerTypeAdapter(NodeName.class, text(NodeName::new))
          .registerTypeAdapter(ProjectRef.class, text(ProjectRef::parse))
          .registerTypeAdapter(Claim.class, text(Claim::parse))
          .registerTypeAdapter(Instant.class, text(Instant::parse))
          .registerTypeAdapter(AgentAddress.class, text(AgentAddress::parse))
          .create();

  private Json() {}

  public static Gson gson() {
    return GSON;
  }

  /** Writes a value as the declared type; for a sealed message that is its interface. */
  public static <T> String write(T value, Class<? super T> type) {
    return GSON.toJson(value, type);
  }

  /**
   * Reads a value strictly: malformed JSON, an unknown message type or an invalid identifier is a
   * {@link JoyException} with {@link ErrorCode#MALFORMED}.
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      T value = GSON.fromJson(json, type);
      if (value == null) {
        throw new JsonParseException("expected a JSON object, got nothing");
      }
      return value;
    } catch (RuntimeException e) { // what a record's constructor throws comes wrapped in a bare one
      throw new JoyException(
          ErrorCode.MALFORMED, "not a valid " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static <T> TypeAdapter<T> text(Function<String, T> parse) {
    return new TypeAdapter<>() {
      @Override
      public void write(JsonWriter out, @Nullable T value) throws IOException {
        out.value(value == null ? null : value.toString());
      }

      @Override
      public @Nullable T read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
          in.nextNull();
          return null;
        }
        try {
          return parse.apply(in.nextString());
        } catch (RuntimeException e) {
          throw new JsonParseException(e.getMessage(), e);
        }
      }
    };
  }
}
