package com.joyofhardware.bench.git;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The peer: {@code git http-backend}, one process a request, as CGI. */
final class HttpBackend implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final Path root;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private HttpBackend(Path root, HttpServer server) {
    this.root = root;
    this.server = server;
  }

  static HttpBackend serve(Path root) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    HttpBackend backend = new HttpBackend(root, server);
    server.createContext("/", backend::handle);
    server.setExecutor(backend.threads);
    server.start();
    return backend;
  }

  String url(String repository) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Process process = start(exchange);
      try {
        Thread upload = Thread.ofVirtual().start(() -> upload(exchange, process));
        try (InputStream output = new BufferedInputStream(process.getInputStream(), BUFFER)) {
          answer(exchange, output);
        }
        upload.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        process.destroy();
      }
    }
  }

  private Process start(HttpExchange exchange) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    String query = exchange.getRequestURI().getRawQuery();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REMOTE_USER", "bench");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    environment.put("QUERY_STRING", query == null ? "" : query);
    Headers headers = exchange.getRequestHeaders();
    copy(headers, "Content-Type", environment, "CONTENT_TYPE");
    copy(headers, "Content-Length", environment, "CONTENT_LENGTH");
    copy(headers, "Content-Encoding", environment, "HTTP_CONTENT_ENCODING");
    copy(headers, "Git-Protocol", environment, "GIT_PROTOCOL");
    return builder.start();
  }

  private static void copy(
      Headers headers, String header, Map<String, String> environment, String variable) {
    String value = headers.getFirst(header);
    if (value != null) {
      environment.put(variable, value);
    }
  }

  private static void upload(HttpExchange exchange, Process process) {
    try (OutputStream input = process.getOutputStream()) {
      exchange.getRequestBody().transferTo(input);
    } catch (IOException _) {
      process.destroy(); // whichever side went away, the client hears of it
    }
  }

  private static void answer(HttpExchange exchange, InputStream output) throws IOException {
    int status = 200;
    for (String line = line(output); !line.isEmpty(); line = line(output)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      if (name.toLowerCase(Locale.ROOT).equals("status")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(name, value);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      output.transferTo(body);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
      line.append((char) b);
    }
    return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        .stripTrailing();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
