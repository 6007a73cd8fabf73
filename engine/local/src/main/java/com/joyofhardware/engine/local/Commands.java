package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Runs the machine's own tools, with an empty environment and a bound on time. */
final class Commands {
  static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

  private static final long SECONDS = 60;

  private Commands() {}

  static ProcessBuilder prepare(Path folder, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    return builder;
  }

  /** What the command printed; an exit code other than 0 is an exception that says so. */
  static String run(Path folder, List<String> command) throws EngineException {
    try {
      Process process = prepare(folder, command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process));
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new EngineException(
            "'" + String.join(" ", command) + "' did not end within " + SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new EngineException(
            "'"
                + String.join(" ", command)
                + "' ended with "
                + process.exitValue()
                + ": "
                + output.get().strip());
      }
      return output.get();
    } catch (IOException | ExecutionException e) {
      throw new EngineException("can't run '" + command.getFirst() + "': " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted while '" + command.getFirst() + "' ran", e);
    }
  }

  private static String text(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
