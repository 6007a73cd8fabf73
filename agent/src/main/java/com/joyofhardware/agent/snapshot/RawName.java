package com.joyofhardware.agent.snapshot;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names as the bytes they are. A name is held as a string with one character a byte (ISO 8859-1);
 * so names compare as git sorts them. {@code Path} keeps the bytes too, whatever the locale, but
 * shows them only through {@code toUri}: its {@code toString} loses what the locale can't decode.
 */
final class RawName {
  private RawName() {}

  /** The last name of a path. */
  static String of(Path path) {
    Path name = path.getFileName();
    String text = name == null ? "" : name.toString();
    if (isAscii(text)) {
      return text;
    }
    String uri = path.toUri().getRawPath();
    String whole = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return decode(whole.substring(whole.lastIndexOf('/') + 1));
  }

  /** A child of a folder. The name has no slash. */
  static Path resolve(Path folder, String name) {
    if (isAscii(name)) {
      return folder.resolve(name);
    }
    String base = folder.toUri().getRawPath();
    return Path.of(URI.create("file://" + base + (base.endsWith("/") ? "" : "/") + encode(name)));
  }

  /** A path below a folder, by names with slashes between them. */
  static Path descend(Path folder, String names) {
    Path path = folder;
    for (String name : names.split("/", -1)) {
      path = name.isEmpty() ? path : resolve(path, name);
    }
    return path;
  }

  static byte[] bytes(String raw) {
    return raw.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String of(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** From text as people write it, and the wire has it. */
  static String ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** For people: what isn't UTF-8 shows as the replacement character. */
  static String toText(String raw) {
    return new String(bytes(raw), StandardCharsets.UTF_8);
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  static String encode(String raw) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes(raw)) {
      boolean plain = (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
      text.append(plain ? Character.toString(b) : "%%%02X".formatted(b & 0xff));
    }
    return text.toString();
  }

  static String decode(String encoded) {
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        raw.append((char) Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        raw.append(c);
      }
    }
    return raw.toString();
  }
}
