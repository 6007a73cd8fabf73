package com.joyofhardware.engine.local.egress;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Request line and headers as they came.
 *
 * @param fields names in lower case
 */
record RequestHead(String method, String target, List<Field> fields) {
  static final int MAX_BYTES = 32 << 10;

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern BLANK = Pattern.compile(" ");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** They are meant for us and go no further (RFC 9110, 7.6.1). */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "proxy-connection",
          "proxy-authorization",
          "keep-alive",
          "te",
          "trailer",
          "upgrade",
          "host");

  record Field(String name, String value) {}

  /** A request that can't be understood, or that two servers could understand differently. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  RequestHead {
    fields = List.copyOf(fields);
  }

  static RequestHead read(InputStream in) throws IOException {
    String[] lines = lines(in);
    String[] request = BLANK.split(lines[0], -1);
    if (request.length != 3
        || !TOKEN.matcher(request[0]).matches()
        || !request[2].startsWith("HTTP/1.")) {
      throw new MalformedException("not an HTTP/1 request line");
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 0 || !TOKEN.matcher(lines[i].substring(0, colon)).matches()) {
        throw new MalformedException("not a header line");
      }
      fields.add(
          new Field(
              lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
              lines[i].substring(colon + 1).strip()));
    }
    return new RequestHead(request[0], request[1], fields);
  }

  private static String[] lines(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < 4 || text.indexOf("\r\n\r\n", text.length() - 4) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the request ended in its headers");
      }
      if (text.length() == MAX_BYTES) {
        throw new MalformedException("headers of more than " + MAX_BYTES + " bytes");
      }
      text.append((char) next);
    }
    text.setLength(text.length() - 4);
    String[] lines = text.toString().split("\r\n", -1);
    for (String line : lines) {
      if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0 || line.indexOf('\0') >= 0) {
        throw new MalformedException("a control character in the headers");
      }
    }
    return lines;
  }

  boolean chunked() throws MalformedException {
    List<String> codings = values("transfer-encoding").toList();
    if (codings.isEmpty()) {
      return false;
    }
    if (codings.size() > 1
        || !codings.getFirst().equalsIgnoreCase("chunked")
        || values("content-length").findAny().isPresent()) {
      throw new MalformedException("a body of unclear length");
    }
    return true;
  }

  /** Bytes of the body where the head says it; none means that there is no body. */
  Optional<Long> length() throws MalformedException {
    List<String> lengths = values("content-length").distinct().toList();
    if (lengths.size() > 1
        || (!lengths.isEmpty() && !LENGTH.matcher(lengths.getFirst()).matches())) {
      throw new MalformedException("a body of unclear length");
    }
    return lengths.stream().map(Long::valueOf).findFirst();
  }

  private Stream<String> values(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).map(Field::value);
  }

  /** The same request for the server itself; the connection ends with its answer. */
  byte[] forward(String authority, String path) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(path).append(" HTTP/1.1\r\nhost: ").append(authority);
    text.append("\r\nconnection: close\r\n");
    for (Field field : fields) {
      if (!HOP_BY_HOP.contains(field.name())) {
        text.append(field.name()).append(": ").append(field.value()).append("\r\n");
      }
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
