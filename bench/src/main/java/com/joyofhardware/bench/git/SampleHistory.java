package com.joyofhardware.bench.git;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A repository of 300 files and 1,000 commits, each of which changes five of them. */
final class SampleHistory {
  private static final int FILES = 300;
  private static final int COMMITS = 1_000;
  private static final int CHANGES = 5;
  private static final int LINES = 200;
  private static final long SEED = 1;

  private final Random random = new Random(SEED);
  private final String[][] lines = new String[FILES][LINES];

  private SampleHistory() {}

  static Program make(Path folder) throws IOException, InterruptedException {
    Program git = new Program(Files.createDirectories(folder));
    git.git("init", "-q", "--bare", "-b", "main");
    Process process = git.start("fast-import", "--quiet");
    try (PrintStream out = stream(process.getOutputStream())) {
      new SampleHistory().write(out);
    }
    Program.finish(process, "fast-import");
    git.git("repack", "-adqf", "--write-bitmap-index");
    return git;
  }

  private static PrintStream stream(OutputStream out) {
    return new PrintStream(new BufferedOutputStream(out, 1 << 16), false, StandardCharsets.UTF_8);
  }

  private void write(PrintStream out) {
    for (int commit = 0; commit < COMMITS; commit++) {
      String message = "commit " + commit;
      out.printf("commit refs/heads/main%ncommitter bench <bench@localhost> %d +0000%n", commit);
      out.printf("data %d%n%s%n", message.length(), message);
      for (int change = 0; change < (commit == 0 ? FILES : CHANGES); change++) {
        int file = commit == 0 ? change : random.nextInt(FILES);
        String text = change(file);
        out.printf("M 100644 inline rtl/part%d/unit%d.v%n", file % 20, file);
        out.printf("data %d%n%s%n", text.length(), text);
      }
    }
  }

  private String change(int file) {
    String[] text = lines[file];
    if (text[0] == null) {
      for (int i = 0; i < LINES; i++) {
        text[i] = line();
      }
    }
    text[random.nextInt(LINES)] = line();
    return String.join("\n", text) + "\n";
  }

  private String line() {
    return "assign w%d = r%d ^ 64'h%016x;"
        .formatted(random.nextInt(1000), random.nextInt(1000), random.nextLong());
  }
}
