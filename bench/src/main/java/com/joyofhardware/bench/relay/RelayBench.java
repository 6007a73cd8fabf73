package com.joyofhardware.bench.relay;

import com.joyofhardware.bench.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One WebSocket through the gateway, through nginx with 64 KiB buffers, and with nothing between,
 * in turn and in the same run: bytes a second, the relay's CPU time a byte, the time of an echo,
 * and what an idle tunnel holds.
 */
public final class RelayBench {
  private static final int WARMUP = 4;
  private static final int ROUNDS = 9;
  private static final long BYTES = 1L << 30;
  private static final double GB = 1e9;
  private static final int ECHOES = 6_000;
  private static final int MEMORY_ROUNDS = 5;
  private static final int FIRST_TUNNELS = 100;
  private static final int TUNNELS = 1_000;

  private static final Figure.Setting SETTING =
      new Figure.Setting("relay", WARMUP, null, "./joy bench relay");

  /** What was measured of one way, round by round. */
  private static final class Series {
    private final List<Double> gbPerSecond = new ArrayList<>();
    private final List<Double> cpuPerGb = new ArrayList<>();
    private final List<Double> echoMicros = new ArrayList<>();
    private final List<Double> tunnelKib = new ArrayList<>();
  }

  private RelayBench() {}

  public static void main(String[] arguments) throws Exception {
    boolean json = List.of(arguments).contains("--json");
    for (Figure figure : run(Path.of("joy"))) {
      System.out.println(json ? figure.json() : figure.line());
    }
  }

  /**
   * Measures all of it.
   *
   * @param launcher not needed: nothing of a whole installation takes part
   */
  public static List<Figure> run(Path launcher) throws IOException, InterruptedException {
    Optional<Path> nginx = NginxWay.program();
    Series ours = new Series();
    Series peers = new Series();
    Series direct = new Series();
    try (RelayServer server = new RelayServer()) {
      speed(server.port(), nginx, ours, peers, direct);
      for (int round = 0; round < MEMORY_ROUNDS; round++) {
        memory(server.port(), nginx, ours, peers);
      }
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(figure("relay_gb_s", "GB/s", ours.gbPerSecond, peers.gbPerSecond));
    figures.add(figure("relay_cpu_s_per_gb", "s/GB", ours.cpuPerGb, peers.cpuPerGb));
    figures.add(figure("relay_p50_us", "µs", ours.echoMicros, peers.echoMicros));
    figures.add(figure("tunnel_kib", "KiB", ours.tunnelKib, peers.tunnelKib));
    figures.add(Figure.alone(SETTING, "direct_gb_s", "GB/s", direct.gbPerSecond));
    figures.add(Figure.alone(SETTING, "direct_p50_us", "µs", direct.echoMicros));
    return figures;
  }

  private static Figure figure(String metric, String unit, List<Double> ours, List<Double> peers) {
    return peers.isEmpty()
        ? Figure.alone(SETTING, metric, unit, ours)
        : Figure.beside(SETTING, metric, unit, ours, NginxWay.NAME, peers);
  }

  private static void speed(
      int serverPort, Optional<Path> nginx, Series ours, Series peers, Series direct)
      throws IOException, InterruptedException {
    try (Way gateway = GatewayWay.start(serverPort);
        Way peer = nginx.isPresent() ? NginxWay.start(nginx.get(), serverPort) : null) {
      Way none = new Way.Direct(serverPort);
      for (int round = 0; round < WARMUP + ROUNDS; round++) {
        boolean counts = round >= WARMUP;
        // who goes first changes, so that neither has the quieter half of a round
        if (peer != null && round % 2 == 1) {
          measure(peer, counts ? peers : new Series());
        }
        measure(gateway, counts ? ours : new Series());
        if (peer != null && round % 2 == 0) {
          measure(peer, counts ? peers : new Series());
        }
        measure(none, counts ? direct : new Series());
      }
    }
  }

  private static void measure(Way way, Series into) throws IOException {
    double cpu = way.use().cpuSeconds();
    try (RelayClient client = way.open()) {
      into.gbPerSecond.add(BYTES / GB / client.download(BYTES));
    }
    into.cpuPerGb.add((way.use().cpuSeconds() - cpu) / (BYTES / GB));
    try (RelayClient client = way.open()) {
      into.echoMicros.add(client.echo(ECHOES));
    }
  }

  /** In fresh processes: a relay that has had tunnels keeps room for the next ones. */
  private static void memory(int serverPort, Optional<Path> nginx, Series ours, Series peers)
      throws IOException, InterruptedException {
    try (Way gateway = GatewayWay.start(serverPort)) {
      ours.tunnelKib.add(kibPerTunnel(gateway));
    }
    if (nginx.isPresent()) {
      try (Way peer = NginxWay.start(nginx.get(), serverPort)) {
        peers.tunnelKib.add(kibPerTunnel(peer));
      }
    }
  }

  private static double kibPerTunnel(Way way) throws IOException {
    List<RelayClient> open = new ArrayList<>();
    try {
      for (int i = 0; i < FIRST_TUNNELS; i++) {
        open.add(way.open());
      }
      double before = way.use().residentKib();
      for (int i = 0; i < TUNNELS; i++) {
        open.add(way.open());
      }
      return (way.use().residentKib() - before) / TUNNELS;
    } finally {
      for (RelayClient client : open) {
        client.close();
      }
    }
  }
}
