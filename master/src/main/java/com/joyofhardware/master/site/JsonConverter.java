package com.joyofhardware.master.site;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.json.GsonHttpMessageConverter;

/** Reads and writes bodies of a sensible size. */
final class JsonConverter extends GsonHttpMessageConverter {
  /** In characters; our largest body is a few hundred. */
  static final int LONGEST = 64 << 10;

  JsonConverter() {
    super(RestJson.GSON);
  }

  @Override
  protected Object readInternal(Type type, Reader reader) throws IOException {
    JsonReader json = new JsonReader(new Bounded(reader));
    json.setStrictness(Strictness.STRICT);
    try {
      @Nullable Object value = getGson().fromJson(json, type);
      if (value == null) {
        throw new JoyException(ErrorCode.BAD_REQUEST, "body: it is missing; send JSON");
      }
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new JoyException(ErrorCode.BAD_REQUEST, "the body goes on after its JSON");
      }
      return value;
    } catch (JsonParseException | MalformedJsonException e) {
      throw new JoyException(ErrorCode.BAD_REQUEST, field(json.getPath()) + ": " + deepest(e), e);
    }
  }

  private static @Nullable String deepest(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage();
  }

  private static String field(String path) {
    return path.equals("$") ? "body" : path.substring("$.".length());
  }

  private static final class Bounded extends FilterReader {
    private int left = LONGEST;

    private Bounded(Reader reader) {
      super(reader);
    }

    @Override
    public int read() throws IOException {
      throw new UnsupportedOperationException("the codec reads into an array");
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      left -= Math.max(0, read);
      if (left < 0) {
        throw new JoyException(
            ErrorCode.TOO_LARGE, "the body is longer than " + LONGEST + " characters");
      }
      return read;
    }
  }
}
