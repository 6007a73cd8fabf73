package com.joyofhardware.bench.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Our gateway, as {@code --role gateway} runs it. */
final class GatewayWay implements Way {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-Xmx128m",
          "-XX:MaxDirectMemorySize=128m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final int port;
  private final Process process;
  private final BenchMaster master;
  private final Path folder;

  private GatewayWay(int port, Process process, BenchMaster master, Path folder) {
    this.port = port;
    this.process = process;
    this.master = master;
    this.folder = folder;
  }

  static GatewayWay start(int serverPort) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("joy-bench-gateway-");
    Path socket = folder.resolve("control.sock");
    BenchMaster master = new BenchMaster(socket, RelayClient.SESSION, serverPort);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(GatewayProcess.class.getName(), socket.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("err.log").toFile()).start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null) {
      throw new IOException(
          "the gateway didn't start: " + Files.readString(folder.resolve("err.log")));
    }
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    GatewayWay way = new GatewayWay(port, process, master, folder);
    way.awaitState();
    return way;
  }

  /** The first tunnel opens once the master's state has arrived. */
  private void awaitState() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        open().close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline || process.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw e;
        }
      }
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String headers() {
    return "Origin: http://localhost:"
        + port
        + "\r\nCookie: joy-ticket="
        + master.ticket()
        + "\r\n";
  }

  @Override
  public ProcessUse use() throws IOException {
    return ProcessUse.of(process.toHandle());
  }

  @Override
  public void close() throws IOException {
    Ports.stop(process);
    master.close();
    Ports.remove(folder);
  }
}
