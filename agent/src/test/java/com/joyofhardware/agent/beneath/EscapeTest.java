package com.joyofhardware.agent.beneath;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.linux.Errno;
import com.joyofhardware.agent.linux.Linux;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing leads out of the folder: no text of a path, no link, and nobody who swaps one. */
class EscapeTest {
  private static final int ROUNDS = 100_000;
  private static final String SECRET = "outside";
  private static Path jail;
  @TempDir Path fresh;

  @BeforeContainer
  static void layOut() throws IOException {
    jail = Files.createTempDirectory("joy-escape");
    outsideOf(jail);
  }

  @AfterContainer
  static void cleanUp() throws IOException {
    try (Stream<Path> all = Files.walk(jail)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void outsideOf(Path top) throws IOException {
    Path inside = Files.createDirectories(top.resolve("inside/a/b")).getParent().getParent();
    Files.writeString(inside.resolve("a/file"), "inside");
    Path outside = Files.createDirectories(top.resolve("outside/a/b")).getParent().getParent();
    Files.writeString(outside.resolve("file"), SECRET);
    Files.writeString(outside.resolve("a/file"), SECRET);
    Files.createSymbolicLink(inside.resolve("link"), outside);
    Files.createSymbolicLink(inside.resolve("a/up"), Path.of("../.."));
    Files.createSymbolicLink(inside.resolve("proc"), Path.of("/proc/self/root"));
    Files.createSymbolicLink(inside.resolve("file"), outside.resolve("file"));
  }

  @Provide
  Arbitrary<String> paths() {
    Arbitrary<String> known =
        Arbitraries.of(
            "a", "b", "file", "link", "up", "proc", "..", ".", "", "outside", "inside", "%2e%2e",
            "..%2f", "a\0b", "\0", "\u202e", "\ud800", "ä", " ", "...", "~", "\\..\\", "\n", "*");
    Arbitrary<String> odd = Arbitraries.strings().all().ofMaxLength(300);
    return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(5, known), net.jqwik.api.Tuple.of(1, odd))
        .list()
        .ofMaxSize(8)
        .map(names -> String.join("/", names));
  }

  @Property(tries = 3_000)
  void noPathReadsOrWritesOutside(@ForAll("paths") String text) throws Exception {
    List<String> before = outside(jail);
    try (Folder root = Folder.root(jail.resolve("inside"))) {
      BeneathPath path = BeneathPath.parse(text);
      try (Entry entry = root.entry(path);
          FileChannel file = entry.read()) {
        assertThat(read(file)).isNotEqualTo(SECRET);
      } catch (JoyException e) {
        assertThat(e.code()).isNotEqualTo(ErrorCode.INTERNAL);
      }
      try (Folder parent = root.folder(path.parent())) {
        parent.create(path.name()).close();
        parent.removeFile(path.name());
      } catch (JoyException e) {
        assertThat(e.code()).isNotEqualTo(ErrorCode.INTERNAL);
      }
    } catch (JoyException e) {
      assertThat(e.code()).isIn(ErrorCode.BAD_REQUEST, ErrorCode.FILE_OUTSIDE);
    }
    assertThat(outside(jail)).isEqualTo(before);
  }

  @Property(tries = 500)
  void byHandSaysTheSameAsTheKernel(@ForAll("paths") String text) throws Exception {
    BeneathPath path;
    try {
      path = BeneathPath.parse(text);
    } catch (JoyException e) {
      return;
    }
    try (Folder root = Folder.root(jail.resolve("inside"))) {
      int flags = Linux.O_PATH | Linux.O_NOFOLLOW;
      assertThat(inode(() -> Resolver.byHand(root.descriptor(), path, flags)))
          .isEqualTo(inode(() -> Resolver.inKernel(root.descriptor(), path, flags)));
    }
  }

  @Test
  void aSwappedLinkNeverLeadsOutside() throws Exception {
    outsideOf(fresh);
    List<String> before = outside(fresh);
    AtomicBoolean done = new AtomicBoolean();
    Thread swapper = Thread.ofPlatform().start(() -> swap(done));
    int read = 0;
    int written = 0;
    BeneathPath file = BeneathPath.parse("swapped/file");
    BeneathPath folder = BeneathPath.parse("swapped");
    try (Folder root = Folder.root(fresh.resolve("inside"))) {
      for (int round = 0; round < ROUNDS; round++) {
        try (Entry entry = root.entry(file)) {
          // The entry is what counts: reading each would only slow the race down.
          if (round % 8 == 0) {
            try (FileChannel channel = entry.read()) {
              assertThat(read(channel)).isEqualTo("inside");
            }
          }
          read++;
        } catch (JoyException e) {
          assertThat(e.code())
              .isIn(ErrorCode.FILE_OUTSIDE, ErrorCode.FILE_NOT_FOLDER, ErrorCode.FILE_NOT_FOUND);
        }
        try (Folder held = root.folder(folder)) {
          held.create("new").close();
          held.removeFile("new");
          written++;
        } catch (JoyException e) {
          assertThat(e.code())
              .isIn(ErrorCode.FILE_OUTSIDE, ErrorCode.FILE_NOT_FOLDER, ErrorCode.FILE_NOT_FOUND);
        }
      }
    } finally {
      done.set(true);
      swapper.join();
    }
    assertThat(outside(fresh)).isEqualTo(before);
    assertThat(read).as("rounds that read inside").isPositive().isLessThan(ROUNDS);
    assertThat(written).as("rounds that wrote inside").isPositive().isLessThan(ROUNDS);
  }

  /** The same name is a real folder, then a link to the outside, and so on. */
  private void swap(AtomicBoolean done) {
    Path inside = fresh.resolve("inside");
    try {
      Path real = Files.createDirectory(inside.resolve("real"));
      Files.writeString(real.resolve("file"), "inside");
      Path link = Files.createSymbolicLink(inside.resolve("out"), fresh.resolve("outside"));
      Path name = inside.resolve("swapped");
      while (!done.get()) {
        Files.move(real, name);
        Files.move(name, real);
        Files.move(link, name, StandardCopyOption.ATOMIC_MOVE);
        Files.move(name, link);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private interface Opening {
    int open() throws Errno;
  }

  private static String inode(Opening opening) throws IOException {
    int fd;
    try {
      fd = opening.open();
    } catch (Errno e) {
      // Links in the middle: "loop" for the kernel, "not a folder" by hand.
      return e.number() == Errno.ELOOP ? "" + Errno.ENOTDIR : "" + e.number();
    }
    try {
      return "inode " + Attributes.read(Linux.path(fd)).inode();
    } finally {
      Linux.close(fd);
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    channel.read(bytes);
    return new String(bytes.array(), 0, bytes.position(), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Everything outside, with what it holds. */
  private static List<String> outside(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top.resolve("outside"))) {
      Set<Path> found = all.collect(Collectors.toSet());
      return found.stream()
          .sorted()
          .map(path -> {
            try {
              return path + (Files.isRegularFile(path) ? Files.readString(path) : "/");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          })
          .toList();
    }
  }
}
