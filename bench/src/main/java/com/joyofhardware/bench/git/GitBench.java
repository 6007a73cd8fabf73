package com.joyofhardware.bench.git;

import com.joyofhardware.bench.Figure;
import com.joyofhardware.bench.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code clone_ms}, {@code small_fetch_ms} (one new commit), {@code push_ms} (one new commit) and
 * {@code clones8_ms} (eight at once) of stock git through the gateway, beside C git's {@code
 * http-backend} on the same history; both have packs with bitmaps.
 */
public final class GitBench {
  private static final int WARMUP = 3;
  private static final int ROUNDS = 9;
  private static final String PEER = "git http-backend";

  private interface Step {
    double millis(Side side, int round) throws IOException, InterruptedException;
  }

  private record Metric(String name, Step step, List<Double> ours, List<Double> peers) {
    Metric(String name, Step step) {
      this(name, step, new ArrayList<>(), new ArrayList<>());
    }
  }

  private GitBench() {}

  public static List<Figure> run(Path launcher) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("joy-bench-git-");
    try (RunningServer server = RunningServer.start(launcher, folder.resolve("data"))) {
      server.admin("user", "add", "bench");
      String token = server.admin("token", "create", "--user", "bench");
      return measure(createProject(server.url(), token), folder);
    } finally {
      RunningServer.remove(folder);
    }
  }

  private static List<Figure> measure(String url, Path folder)
      throws IOException, InterruptedException {
    Program source = SampleHistory.make(folder.resolve("source"));
    Path root = Files.createDirectories(folder.resolve("peer"));
    new Program(root).git("init", "-q", "--bare", "-b", "main", "sample.git");
    Program peerRepository = new Program(root.resolve("sample.git"));
    peerRepository.git("config", "http.receivepack", "true");
    try (HttpBackend backend = HttpBackend.serve(root)) {
      Side ours = Side.of(url, source, folder.resolve("ours"));
      Side peers = Side.of(backend.url("sample.git"), source, folder.resolve("peers"));
      peerRepository.git("repack", "-adqb");
      peerRepository.git("commit-graph", "write", "--reachable");
      List<Metric> metrics =
          List.of(
              new Metric("clone_ms", (side, _) -> side.cloneOne()),
              new Metric("push_ms", Side::push),
              new Metric("small_fetch_ms", (side, _) -> side.fetch()),
              new Metric("clones8_ms", (side, _) -> side.cloneMany()));
      for (int round = 0; round < WARMUP + ROUNDS; round++) {
        for (Metric metric : metrics) {
          double own = metric.step().millis(ours, round);
          double peer = metric.step().millis(peers, round);
          if (round >= WARMUP) {
            metric.ours().add(own);
            metric.peers().add(peer);
          }
        }
      }
      Figure.Setting setting = new Figure.Setting("git", WARMUP, "local", "./joy bench git");
      return metrics.stream()
          .map(m -> Figure.beside(setting, m.name(), "ms", m.ours(), PEER, m.peers()))
          .toList();
    }
  }

  /** The address of a new, empty project, with the token in it. */
  private static String createProject(URI url, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/api/v1/projects"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"name\":\"sample\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IOException("POST /api/v1/projects: " + answer.statusCode() + answer.body());
      }
    }
    return "%s://bench:%s@%s/git/bench/sample.git"
        .formatted(url.getScheme(), token, url.getAuthority());
  }
}
