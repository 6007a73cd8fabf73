package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.HostProcesses.Identity;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.engine.spi.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the disk limit where files lie in plain folders, as well as one can from outside: looks how
 * much there is, and takes from a sandbox that has too much the right to make files longer, until
 * it has removed some. One that gets around that is ended.
 */
final class DiskWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DiskWatch.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** A look is due after so many periods also when the host's disk did not fill up meanwhile. */
  private static final int PERIODS = 30;

  private static final double FREE_AGAIN = 0.95;
  private static final double TOO_MUCH = 1.1;

  private final SlotUsers users;
  private final SandboxFolders folders;
  private final Map<SandboxFolder, Usage> usages = new HashMap<>();
  private final Thread thread;

  /**
   * What the last look found.
   *
   * @param free bytes that were free on the host's disk then
   */
  private record Usage(long bytes, long free, int age, boolean held) {}

  private DiskWatch(SlotUsers users, SandboxFolders folders) {
    this.users = users;
    this.folders = folders;
    this.thread = Thread.ofVirtual().name("disk watch").unstarted(this::watch);
  }

  static DiskWatch start(SlotUsers users, SandboxFolders folders) {
    DiskWatch watch = new DiskWatch(users, folders);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    while (true) {
      try {
        Thread.sleep(PERIOD);
        List<SandboxFolder> present = folders.withState();
        usages.keySet().retainAll(present);
        present.forEach(this::lookSafely);
      } catch (InterruptedException closed) {
        return;
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "the disk watch could not look", e);
      }
    }
  }

  private void lookSafely(SandboxFolder folder) {
    try {
      look(folder);
    } catch (IOException | EngineException e) {
      // Most often it was stopped meanwhile.
      LOG.log(System.Logger.Level.DEBUG, "the disk watch could not look at a sandbox", e);
    }
  }

  private void look(SandboxFolder folder) throws IOException, EngineException {
    SandboxView view = SandboxView.of(folder, folders.boot());
    SandboxState state = view.state();
    Identity first = state.first();
    if (state.image() || view.phase() != Phase.RUNNING || first == null) {
      return;
    }
    long limit = state.resources().disk();
    long free = Files.getFileStore(folder.path()).getUsableSpace();
    Usage last = usages.getOrDefault(folder, new Usage(limit, free, PERIODS, false));
    if (last.bytes() < limit && last.age() < PERIODS && last.free() - free < limit - last.bytes()) {
      usages.put(folder, new Usage(last.bytes(), last.free(), last.age() + 1, last.held()));
      return;
    }
    long bytes = measure(folder);
    if (bytes > limit * TOO_MUCH) {
      Files.writeString(folder.cause(), "its files took more than its disk limit");
      HostProcesses.kill(first.pid());
      return;
    }
    boolean hold = bytes >= limit || (last.held() && bytes >= limit * FREE_AGAIN);
    if (hold || last.held()) {
      limitFiles(state.uid(), hold ? 0 : limit);
    }
    usages.put(folder, new Usage(bytes, free, 0, hold));
  }

  private long measure(SandboxFolder folder) throws EngineException {
    List<String> command = new ArrayList<>(users.elevation());
    command.addAll(List.of("du", "-s", "-x", "-B1", "disk"));
    String output = Commands.run(folder.path(), command);
    return Long.parseLong(output.substring(0, output.indexOf('\t')));
  }

  /**
   * The soft limit of every process; what they start has theirs. Set by the slot itself: a root in
   * a container often lacks the capability to set that of others.
   */
  private void limitFiles(int uid, long bytes) throws IOException, EngineException {
    List<String> command = new ArrayList<>(users.become(uid));
    command.addAll(List.of("/bin/sh", "-c"));
    command.add("for p; do prlimit --pid \"$p\" --fsize=" + bytes + ": 2>/dev/null || :; done");
    command.add("limit");
    HostProcesses.ofUid(uid).forEach(pid -> command.add(pid.toString()));
    Commands.run(Path.of("/"), command);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
