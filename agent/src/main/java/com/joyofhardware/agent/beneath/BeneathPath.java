package com.joyofhardware.agent.beneath;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Names that lead down from a folder. None of them is empty, {@code .} or {@code ..}, holds a slash
 * or a NUL, or can't be written in UTF-8. The empty path is the folder itself.
 */
public record BeneathPath(List<String> names) {
  private static final int MAX_NAME = 255;

  public static final BeneathPath ROOT = new BeneathPath(List.of());

  public BeneathPath {
    names = List.copyOf(names);
    names.forEach(BeneathPath::require);
  }

  /** Reads {@code a/b/c}; what is not such a path is a {@code JoyException}. */
  public static BeneathPath parse(String text) {
    if (text.length() > Limits.MAX_PATH_LENGTH
        || text.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_PATH_LENGTH) {
      throw invalid("a path has at most " + Limits.MAX_PATH_LENGTH + " bytes", "");
    }
    return text.isEmpty() ? ROOT : new BeneathPath(Arrays.asList(text.split("/", -1)));
  }

  public boolean isRoot() {
    return names.isEmpty();
  }

  /** The last name; the root has none. */
  public String name() {
    if (isRoot()) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "this can't be done to the root of the workspace; name an entry");
    }
    return names.getLast();
  }

  public BeneathPath parent() {
    name();
    return new BeneathPath(names.subList(0, names.size() - 1));
  }

  public BeneathPath resolve(BeneathPath below) {
    List<String> all = new ArrayList<>(names);
    all.addAll(below.names);
    return new BeneathPath(all);
  }

  public BeneathPath resolve(String name) {
    return resolve(new BeneathPath(List.of(name)));
  }

  /** Whether {@code other} is this or below it. */
  public boolean contains(BeneathPath other) {
    return other.names.size() >= names.size() && other.names.subList(0, names.size()).equals(names);
  }

  /** For the kernel: the root is {@code .}. */
  byte[] bytes() {
    return isRoot() ? new byte[] {'.'} : toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return String.join("/", names);
  }

  private static void require(String name) {
    if (name.equals("..")) {
      throw new JoyException(
          ErrorCode.FILE_OUTSIDE, "a path must not hold '..': write it as it is from the root");
    }
    if (name.isEmpty() || name.equals(".")) {
      throw invalid("a path has no empty name and no '.' in it", name);
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw invalid("a name holds no slash and no NUL", name);
    }
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
      if (bytes.remaining() > MAX_NAME) {
        throw invalid("a name has at most " + MAX_NAME + " bytes", name);
      }
    } catch (CharacterCodingException e) {
      throw invalid("a name is valid Unicode", name);
    }
  }

  private static JoyException invalid(String rule, String name) {
    String shown = name.substring(0, Math.min(name.length(), 40)).replace('\0', '?');
    return new JoyException(
        ErrorCode.BAD_REQUEST, "not a valid path: " + rule + (shown.isEmpty() ? "" : ": " + shown));
  }
}
