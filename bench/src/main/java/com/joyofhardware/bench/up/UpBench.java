package com.joyofhardware.bench.up;

import com.joyofhardware.bench.Figure;
import com.joyofhardware.bench.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code up_warm_ms}: from the command to {@code ready:}, with everything built and installed. */
public final class UpBench {
  private static final int WARMUP = 1;
  private static final int ROUNDS = 5;

  private UpBench() {}

  public static List<Figure> run(Path launcher) throws IOException {
    Path data = Files.createTempDirectory("joy-bench-up-");
    List<Double> millis = new ArrayList<>();
    try {
      for (int round = 0; round < WARMUP + ROUNDS; round++) {
        try (RunningServer server = RunningServer.start(launcher, data)) {
          if (round >= WARMUP) {
            millis.add(server.untilReady().toNanos() / 1e6);
          }
        }
      }
    } finally {
      RunningServer.remove(data);
    }
    Figure.Setting setting = new Figure.Setting("up", WARMUP, "local", "./joy bench up");
    return List.of(Figure.alone(setting, "up_warm_ms", "ms", millis));
  }
}
