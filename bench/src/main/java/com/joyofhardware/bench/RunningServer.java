package com.joyofhardware.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that {@code joy up} started for a benchmark, on a folder and port of its own. */
public final class RunningServer implements AutoCloseable {
  private static final long STOP_SECONDS = 60;

  private final Path launcher;
  private final Path data;
  private final Process process;
  private final URI url;
  private final Duration untilReady;

  private RunningServer(Path launcher, Path data, Process process, URI url, Duration untilReady) {
    this.launcher = launcher;
    this.data = data;
    this.process = process;
    this.url = url;
    this.untilReady = untilReady;
  }

  public static RunningServer start(Path launcher, Path data, String... options)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher.toString(),
                "up",
                "--data",
                data.toString(),
                "--port",
                String.valueOf(freePort())));
    command.addAll(List.of(options));
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("ready: ")) {
        Duration untilReady = Duration.ofNanos(System.nanoTime() - begin);
        drain(output);
        URI url = URI.create(line.substring("ready: ".length()).strip());
        return new RunningServer(launcher, data, process, url, untilReady);
      }
    }
    throw new IOException("joy up ended before it was ready");
  }

  /** The server prints on; nobody reads it, and its pipe must not fill. */
  private static void drain(BufferedReader output) {
    Thread.ofVirtual()
        .start(() -> {
          try (output) {
            output.transferTo(Writer.nullWriter());
          } catch (IOException e) {
            // Told to stop, the process has its pipe closed under us: there is no more to drain.
            return;
          }
        });
  }

  public URI url() {
    return url;
  }

  public Duration untilReady() {
    return untilReady;
  }

  /** What {@code joy admin …} prints. */
  public String admin(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "admin"));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data.toString()));
    Process admin = new ProcessBuilder(command).redirectErrorStream(true).start();
    admin.getOutputStream().close();
    String printed =
        new String(admin.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (admin.waitFor() != 0) {
      throw new IOException("joy admin " + String.join(" ", words) + ": " + printed);
    }
    return printed;
  }

  /** Stops as Ctrl-C does. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("joy up did not stop within " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while joy up stopped", e);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  /** Removes a folder and all in it. */
  public static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
