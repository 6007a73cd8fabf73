package com.joyofhardware.bench.claim;

import com.joyofhardware.bench.Figure;
import com.joyofhardware.bench.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code claim_p50_ms}, {@code claim_p99_ms}: from {@code POST /api/v1/sessions} to the answer of a
 * GET, through the gateway, of a committed file of a project of 200 files and 2 MB. Each round
 * claims a warm container for a project nobody has opened; the peer is a stock {@code git clone} of
 * the same project over HTTP. Either begins when the pool is full and at rest, so that neither is
 * measured beside a container that starts; every other round the clone goes first.
 */
public final class ClaimBench {
  private static final int WARMUP = 3;
  private static final int ROUNDS = 40;

  private final Client client;
  private final SampleProject sample;
  private final Path folder;
  private final List<Double> claims = new ArrayList<>();
  private final List<Double> clones = new ArrayList<>();

  private ClaimBench(Client client, SampleProject sample, Path folder) {
    this.client = client;
    this.sample = sample;
    this.folder = folder;
  }

  public static List<Figure> run(Path launcher) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("joy-bench-claim-");
    ClaimBench bench;
    try (RunningServer server = RunningServer.start(launcher, folder.resolve("data"))) {
      server.admin("user", "add", "bench", "--admin");
      Client client = new Client(server.url(), server.admin("token", "create", "--user", "bench"));
      bench = new ClaimBench(client, SampleProject.make(folder.resolve("sample")), folder);
      for (int round = 0; round < WARMUP + ROUNDS; round++) {
        bench.round(round);
      }
    }
    RunningServer.remove(folder);
    return bench.figures();
  }

  private void round(int round) throws IOException, InterruptedException {
    String project = client.createProject("sample-" + round);
    sample.push(client.gitUrl(project));
    boolean cloneFirst = round % 2 == 1;
    double clone = cloneFirst ? clone(project, round) : 0;
    client.awaitFullPool();
    double claim = client.claim(project, sample.file());
    clone = cloneFirst ? clone : clone(project, round);
    client.endSession(project);
    if (round >= WARMUP) {
      claims.add(claim);
      clones.add(clone);
    }
  }

  private double clone(String project, int round) throws IOException, InterruptedException {
    client.awaitFullPool();
    return sample.cloneMillis(client.gitUrl(project), folder.resolve("clone" + round));
  }

  private List<Figure> figures() {
    Figure.Setting setting = new Figure.Setting("claim", WARMUP, "local", "./joy bench claim");
    return List.of(
        Figure.beside(setting, "claim_p50_ms", "ms", claims, "git clone", clones),
        Figure.quantile(setting, "claim_p99_ms", "ms", claims, 0.99));
  }
}
