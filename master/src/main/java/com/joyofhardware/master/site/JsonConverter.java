package com.joyofhardware.master.site;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Type;
import org.springframework.http.converter.json.GsonHttpMessageConverter;

/** The one JSON codec, for bodies of a sensible size. */
final class JsonConverter extends GsonHttpMessageConverter {
  /** In characters; our largest body is a few hundred. */
  static final int LONGEST = 64 << 10;

  JsonConverter() {
    super(Json.gson());
  }

  @Override
  protected Object readInternal(Type type, Reader reader) throws Exception {
    return super.readInternal(type, new Bounded(reader));
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
