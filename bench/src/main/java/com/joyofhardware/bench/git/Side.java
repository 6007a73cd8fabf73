package com.joyofhardware.bench.git;

import com.joyofhardware.bench.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One server as clients see it: a clone that pushes and one that fetches. */
final class Side {
  private static final int AT_ONCE = 8;

  private final String url;
  private final Path folder;
  private final Program pusher;
  private final Program fetcher;

  private Side(String url, Path folder) {
    this.url = url;
    this.folder = folder;
    this.pusher = new Program(folder.resolve("pusher"));
    this.fetcher = new Program(folder.resolve("fetcher"));
  }

  static Side of(String url, Program source, Path folder) throws IOException, InterruptedException {
    source.git("push", "-q", "--force", url, "main");
    Program here = new Program(Files.createDirectories(folder));
    here.git("clone", "-q", url, "pusher");
    here.git("clone", "-q", url, "fetcher");
    return new Side(url, folder);
  }

  double push(int round) throws IOException, InterruptedException {
    Path file = pusher.folder().resolve("rtl/part0/unit0.v");
    Files.writeString(file, Files.readString(file) + "// round " + round + "\n");
    pusher.git("commit", "-qam", "round " + round);
    return pusher.millis("push", "-q", "origin", "main");
  }

  double fetch() throws IOException, InterruptedException {
    return fetcher.millis("fetch", "-q", "origin");
  }

  double cloneOne() throws IOException, InterruptedException {
    double millis = new Program(folder).millis("clone", "-q", url, "clone");
    RunningServer.remove(folder.resolve("clone"));
    return millis;
  }

  /** Without worktrees: eight of those would measure this machine's disk. */
  double cloneMany() throws IOException, InterruptedException {
    Program here = new Program(folder);
    List<Process> clones = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < AT_ONCE; i++) {
      clones.add(here.start("clone", "-q", "--bare", url, "clone" + i));
    }
    for (Process clone : clones) {
      Program.finish(clone, "clone");
    }
    double millis = (System.nanoTime() - begin) / 1e6;
    for (int i = 0; i < AT_ONCE; i++) {
      RunningServer.remove(folder.resolve("clone" + i));
    }
    return millis;
  }
}
