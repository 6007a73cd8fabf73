package com.joyofhardware.agent.lsp;

import com.joyofhardware.agent.process.Launch;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a language server is started. Blocking. */
final class Startup {
  /**
   * Before it becomes the server: the kernel ends it before the agent (which has 200) where memory
   * runs out, it may not take all of it, and a person's own programs come first. A limit that is
   * lower already stays.
   */
  private static final String BECOME =
      "echo 900 >/proc/self/oom_score_adj; ulimit -d \"$1\"; shift; exec nice -n 5 \"$@\"";

  /** V8 collects its garbage before it comes to the limit, if it knows of it. */
  private static final int HEAP_SHARE_PERCENT = 60;

  private Startup() {}

  static Launch of(ServerProgram program, Processes processes) {
    Map<String, String> env = processes.login().resolve();
    // a profile may set PATH anew; what the container brings, Node included, is found all the same
    env.merge("PATH", System.getenv().getOrDefault("PATH", ""), (own, ours) -> own + ":" + ours);
    Path server = find(program, searched(env));
    env.put(
        "NODE_OPTIONS",
        "--max-old-space-size=" + (program.memory() >> 20) * HEAP_SHARE_PERCENT / 100);
    List<String> argv =
        new ArrayList<>(
            List.of("/bin/sh", "-c", BECOME, "sh", Long.toString(program.memory() >> 10)));
    argv.add(server.toString());
    argv.addAll(program.argv().subList(1, program.argv().size()));
    return new Launch(argv, processes.environment().workspace(), env);
  }

  /** After PATH, where cargo, pip and npm can put what a person installs without being root. */
  private static String searched(Map<String, String> env) {
    String home = env.getOrDefault("HOME", "/");
    return String.join(
        File.pathSeparator,
        env.getOrDefault("PATH", ""),
        home + "/.local/bin",
        home + "/.cargo/bin");
  }

  private static Path find(ServerProgram program, String path) {
    for (String folder : path.split(File.pathSeparator, -1)) {
      try {
        Path candidate = Path.of(folder).resolve(program.name());
        if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
          return candidate;
        }
      } catch (InvalidPathException e) {
        // whatever this folder is, the server isn't in it
      }
    }
    throw new JoyException(ErrorCode.FILE_NOT_FOUND, program.missing());
  }
}
