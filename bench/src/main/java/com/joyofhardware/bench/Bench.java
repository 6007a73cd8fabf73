package com.joyofhardware.bench;

import com.joyofhardware.bench.claim.ClaimBench;
import com.joyofhardware.bench.git.GitBench;
import com.joyofhardware.bench.peers.PeersBench;
import com.joyofhardware.bench.relay.RelayBench;
import com.joyofhardware.bench.up.UpBench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code joy bench [NAME] [--json]}. The first argument is the launcher. What needs a peer to be
 * installed is run only where it is named.
 */
public final class Bench {
  private static final int WRONG_USAGE = 2;
  private static final Set<String> NAMED = Set.of("peers");

  private interface Benchmark {
    List<Figure> run(Path launcher) throws Exception;
  }

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    Path launcher = Path.of(arguments[0]);
    List<String> words = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    boolean json = words.remove("--json");
    Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
    benchmarks.put("up", UpBench::run);
    benchmarks.put("claim", ClaimBench::run);
    benchmarks.put("relay", RelayBench::run);
    benchmarks.put("git", GitBench::run);
    benchmarks.put("peers", PeersBench::run);
    if (!benchmarks.keySet().containsAll(words)) {
      System.err.println("joy bench: the benchmarks are " + String.join(", ", benchmarks.keySet()));
      System.exit(WRONG_USAGE);
    }
    for (Map.Entry<String, Benchmark> benchmark : benchmarks.entrySet()) {
      if (words.isEmpty()
          ? !NAMED.contains(benchmark.getKey())
          : words.contains(benchmark.getKey())) {
        for (Figure figure : benchmark.getValue().run(launcher)) {
          System.out.println(json ? figure.json() : figure.line());
        }
      }
    }
  }
}
