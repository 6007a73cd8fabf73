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
 * the same project over HTTP.
 */
public final class ClaimBench {
  private static final int WARMUP = 3;
  private static final int ROUNDS = 20;

  private ClaimBench() {}

  public static List<Figure> run(Path launcher) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("joy-bench-claim-");
    try (RunningServer server = RunningServer.start(launcher, folder.resolve("data"))) {
      server.admin("user", "add", "bench", "--admin");
      Client client = new Client(server.url(), server.admin("token", "create", "--user", "bench"));
      SampleProject sample = SampleProject.make(folder.resolve("sample"));
      List<Double> claims = new ArrayList<>();
      List<Double> clones = new ArrayList<>();
      for (int round = 0; round < WARMUP + ROUNDS; round++) {
        String project = client.createProject("sample-" + round);
        sample.push(client.gitUrl(project));
        client.awaitWarmContainer();
        double claim = client.claim(project, sample.file());
        double clone = sample.cloneMillis(client.gitUrl(project), folder.resolve("clone" + round));
        client.endSession(project);
        if (round >= WARMUP) {
          claims.add(claim);
          clones.add(clone);
        }
      }
      return figures(claims, clones);
    } finally {
      RunningServer.remove(folder);
    }
  }

  private static List<Figure> figures(List<Double> claims, List<Double> clones) {
    Figure.Setting setting = new Figure.Setting("claim", WARMUP, "local", "./joy bench claim");
    double p99 = Figure.quantile(Figure.sorted(claims), 0.99);
    return List.of(
        Figure.beside(setting, "claim_p50_ms", "ms", claims, "git clone", clones),
        Figure.alone(setting, "claim_p99_ms", "ms", List.of(p99)));
  }
}
