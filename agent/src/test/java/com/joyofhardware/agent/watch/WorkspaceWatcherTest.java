package com.joyofhardware.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.protocol.agent.Fs.ChangeKind;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceWatcherTest {
  @TempDir Path workspace;
  @TempDir Path outside;
  private WorkspaceWatcher watcher;
  private final Recorded seen = new Recorded();

  @BeforeEach
  void open() {
    watcher = WorkspaceWatcher.of(workspace);
  }

  @AfterEach
  void close() {
    watcher.close();
  }

  @Test
  void tellsOfFilesThatComeChangeAndGo() throws Exception {
    watcher.subscribe(seen);
    Path file = workspace.resolve("top.v");
    Files.writeString(file, "module top;");
    seen.await("top.v", ChangeKind.CREATED);
    Files.writeString(file, "endmodule");
    seen.await("top.v", ChangeKind.CHANGED);
    Files.delete(file);
    seen.await("top.v", ChangeKind.DELETED);
    assertThat(watcher.seesAll()).isTrue();
  }

  @Test
  void whoFollowsIsToldWhatTheWalkOfAnotherFinds() throws Exception {
    Files.createDirectories(workspace.resolve("a/b"));
    Files.writeString(workspace.resolve("a/b/file"), "twelve bytes");
    List<String> found = new CopyOnWriteArrayList<>();
    watcher.follow(
        new WalkListener() {
          @Override
          public void walking() {
            found.add("walking");
          }

          @Override
          public void found(String path, Attributes attributes) {
            found.add(path + " " + attributes.kind() + " " + attributes.size());
          }

          @Override
          public void changed(String path, ChangeKind kind) {
            seen.changed(path, kind);
          }

          @Override
          public void overflow() {}
        });
    assertThat(found).as("nothing is begun").isEmpty();

    watcher.subscribe(new Recorded()).close();

    assertThat(found).startsWith("walking").hasSize(4).endsWith("a/b/file FILE 12");
    Files.writeString(workspace.resolve("a/new"), "x");
    seen.await("a/new", ChangeKind.CREATED);
  }

  @Test
  void seesInsideGit() throws Exception {
    Files.createDirectories(workspace.resolve(".git/refs/heads"));
    watcher.subscribe(seen);
    Files.writeString(workspace.resolve(".git/refs/heads/main"), "0");
    seen.await(".git/refs/heads/main", ChangeKind.CREATED);
  }

  @Test
  void missesNothingInFoldersThatComeWithContent() throws Exception {
    watcher.subscribe(seen);
    for (int i = 0; i < 200; i++) {
      Path deep = Files.createDirectories(workspace.resolve("a" + i + "/b/c"));
      Files.writeString(deep.resolve("file"), "x");
    }
    for (int i = 0; i < 200; i++) {
      seen.await("a" + i + "/b/c/file", ChangeKind.CREATED);
    }
  }

  @Test
  void followsFoldersThatMove() throws Exception {
    Files.createDirectories(workspace.resolve("old/in"));
    watcher.subscribe(seen);
    Files.move(workspace.resolve("old"), workspace.resolve("new"));
    seen.await("old", ChangeKind.DELETED);
    seen.await("new/in", ChangeKind.CREATED);
    Files.writeString(workspace.resolve("new/in/file"), "x");
    seen.await("new/in/file", ChangeKind.CREATED);
  }

  @Test
  void followsNoLinks() throws Exception {
    watcher.subscribe(seen);
    Files.createSymbolicLink(workspace.resolve("link"), outside);
    seen.await("link", ChangeKind.CREATED);
    Files.writeString(outside.resolve("secret"), "x");
    Files.writeString(workspace.resolve("last"), "x");
    seen.await("last", ChangeKind.CREATED);
    assertThat(seen.all).noneMatch(event -> event.contains("secret"));
  }

  @Test
  void saysWhenEventsWereLost() throws Exception {
    int queue;
    // Read at one go: the rest of a sysctl's file can't be read, and readString begins small.
    try (BufferedReader limit =
        Files.newBufferedReader(Path.of("/proc/sys/fs/inotify/max_queued_events"))) {
      queue = Integer.parseInt(limit.readLine());
    }
    for (String folder : List.of("one", "two")) {
      Files.createDirectory(workspace.resolve(folder));
      Files.writeString(workspace.resolve(folder + "/file"), "");
    }
    watcher.subscribe(seen);
    // Holding the watcher's thread in a listener lets the kernel's queue run full.
    seen.hold();
    for (int i = 0; i < queue; i++) {
      Files.writeString(workspace.resolve(i % 2 == 0 ? "one/file" : "two/file"), "x");
    }
    Files.createDirectories(workspace.resolve("late/folder"));
    seen.release();
    seen.awaitOverflow();
    Files.writeString(workspace.resolve("late/folder/file"), "x");
    seen.await("late/folder/file", ChangeKind.CREATED);
  }

  @Test
  void tellsOfANameThatIsNotUtf8ByItsFolder() throws Exception {
    Files.createDirectory(workspace.resolve("odd"));
    watcher.subscribe(seen);
    new ProcessBuilder("bash", "-c", "touch odd/$'\\xff\\xfe'")
        .directory(workspace.toFile())
        .start()
        .waitFor();
    seen.await("odd", ChangeKind.CHANGED);
  }

  private static final class Recorded implements WatchListener {
    private static final String OVERFLOW = "overflow";
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Set<String> all = new HashSet<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public void changed(String path, ChangeKind kind) {
      events.add(kind + " " + path);
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void overflow() {
      events.add(OVERFLOW);
    }

    void hold() {
      gate = new CountDownLatch(1);
    }

    void release() {
      gate.countDown();
    }

    void await(String path, ChangeKind kind) throws InterruptedException {
      awaitEvent(kind + " " + path);
    }

    void awaitOverflow() throws InterruptedException {
      awaitEvent(OVERFLOW);
    }

    private void awaitEvent(String wanted) throws InterruptedException {
      while (!all.contains(wanted)) {
        String next = events.poll(15, TimeUnit.SECONDS);
        assertThat(next).as("an event that comes before " + wanted).isNotNull();
        all.add(next);
      }
    }
  }
}
