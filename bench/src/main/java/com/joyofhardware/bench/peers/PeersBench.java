package com.joyofhardware.bench.peers;

import com.joyofhardware.bench.Figure;
import com.joyofhardware.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code first_load_mb}, {@code interactive_cold_ms}, {@code interactive_warm_ms}, {@code key_ms},
 * {@code echo_ms}, {@code seq_ms}: the IDE beside code-server over the same files, in turn and in
 * the same Chromium. A script in {@code e2e/src/peers} goes through both with the same steps;
 * interactive is a page once a character that was typed into a file is seen.
 */
public final class PeersBench {
  private static final int WARMUP = 1;
  private static final int ROUNDS = 5;
  private static final String PEER = "code-server";

  /** A line that the script prints. */
  private record Series(String metric, List<Double> ours, List<Double> peers) {}

  private PeersBench() {}

  public static List<Figure> run(Path launcher) throws IOException, InterruptedException {
    Path installed = Path.of(Objects.requireNonNull(System.getProperty("joy.peers")));
    Path tests = launcher.resolveSibling("e2e");
    ProcessBuilder script =
        new ProcessBuilder(
                installed.resolve("node_modules/node/bin/node").toString(),
                "--experimental-transform-types",
                "--no-warnings",
                tests.resolve("src/peers/main.ts").toString(),
                installed.toString(),
                Integer.toString(WARMUP),
                Integer.toString(ROUNDS))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    script.environment().putAll(Map.of("JOY_LAUNCHER", launcher.toString()));
    Process process = script.start();
    Figure.Setting setting = new Figure.Setting("peers", WARMUP, "local", "./joy bench peers");
    List<Figure> figures = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Series series = Json.read(line, Series.class);
        String unit = series.metric().substring(series.metric().lastIndexOf('_') + 1);
        figures.add(
            Figure.beside(
                setting,
                series.metric(),
                unit.equals("mb") ? "MB" : unit,
                series.ours(),
                PEER,
                series.peers()));
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("the measuring ended with " + process.exitValue());
    }
    return figures;
  }
}
