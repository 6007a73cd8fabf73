package com.joyofhardware.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Raw bytes to and from one socket, with just enough HTTP to read what the other side sent. */
final class Conversation implements AutoCloseable {
  /** A message: its first line, its header lines in order, its body as ISO 8859-1. */
  record Message(String first, List<String> headers, String body) {
    int status() {
      return Integer.parseInt(first.split(" ", -1)[1]);
    }

    /** The value of a header, or "" when it isn't there. */
    String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }

    boolean has(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix));
    }
  }

  /** Lines as HTTP ends them, the last one bare. */
  static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Conversation(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
  }

  Socket socket() {
    return socket;
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  Conversation send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Conversation send(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** First line and headers; the body is empty. */
  Message readHead() {
    try {
      String first = line();
      List<String> headers = new ArrayList<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        headers.add(line);
      }
      return new Message(first, headers, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A whole message; one without a length ends with the connection when it is a response. */
  Message read() {
    return readBody(readHead());
  }

  Message readBody(Message head) {
    try {
      byte[] body;
      if (head.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
        body = chunked();
      } else if (head.has("Content-Length")) {
        body = in.readNBytes(Integer.parseInt(head.header("Content-Length")));
      } else if (head.first().startsWith("HTTP/") && head.status() != 304 && head.status() != 204) {
        body = in.readAllBytes();
      } else {
        body = new byte[0];
      }
      return new Message(
          head.first(), head.headers(), new String(body, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] chunked() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.write(in.readNBytes(size));
      line();
    }
    while (!line().isEmpty()) {
      // trailers
    }
    return body.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended after '" + line + "'");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** True when the other side has ended, by a FIN or a reset. */
  boolean ended() {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
