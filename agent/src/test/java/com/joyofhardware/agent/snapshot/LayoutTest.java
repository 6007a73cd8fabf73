package com.joyofhardware.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.agent.snapshot.TestingPack.Entry;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees as git has them, and as nobody's git would make them. */
@Timeout(60)
class LayoutTest {
  private static final String FILE = "100644";
  private static final String LINK = "120000";
  private static final String TREE = "40000";

  /** Enough for every thread to have some. */
  private static final int MANY = 400;

  @TempDir Path folder;
  private TestingPack pack;
  private Path root;
  private Path outside;

  @BeforeEach
  void folders() throws Exception {
    pack = new TestingPack(folder);
    root = Files.createDirectory(folder.resolve("root"));
    outside = Files.createDirectory(folder.resolve("outside"));
  }

  private Folder layOut(String tree) throws Exception {
    try (PackFile file = PackFile.scanned(pack.write(folder.resolve("pack")))) {
      return layOut(file, tree);
    }
  }

  private Folder layOut(PackFile file, String tree) throws IOException {
    Folder top = new Folder(Layout.stat(root), null);
    Layout.ofProject(file).fill(top, root, ObjectId.parse(tree), null);
    return top;
  }

  private Entry[] many() throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      entries.add(new Entry(FILE, "f%03d".formatted(i), pack.blob("file " + i + "\n")));
    }
    return entries.toArray(Entry[]::new);
  }

  @Test
  void everyFileIsAsTheTreeHasItAndKnownAsItIs() throws Exception {
    String below = pack.tree(many());
    String top =
        pack.tree(
            new Entry(LINK, "a link", pack.blob("below/f007")),
            new Entry(TREE, "below", below),
            new Entry("100755", "run.sh", pack.blob("#!/bin/sh\n")));

    Folder known = layOut(top);

    Folder folderBelow = (Folder) Objects.requireNonNull(known.child("below"));
    for (int i = 0; i < MANY; i++) {
      String name = "f%03d".formatted(i);
      Path file = root.resolve("below").resolve(name);
      assertThat(file).hasContent("file " + i + "\n");
      assertThat(Objects.requireNonNull(folderBelow.child(name)).stat())
          .isEqualTo(Layout.stat(file));
    }
    assertThat(folderBelow.stat()).isEqualTo(Layout.stat(root.resolve("below")));
    assertThat(Files.readSymbolicLink(root.resolve("a link"))).isEqualTo(Path.of("below/f007"));
    assertThat(root.resolve("run.sh")).isExecutable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "", "../outside/f", "a/b", ".git", ".GIT"})
  void aNameThatLeadsElsewhereIsRefused(String name) throws Exception {
    String tree = pack.tree(new Entry(FILE, name, pack.blob("hostile\n")));

    assertThatThrownBy(() -> layOut(tree))
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REPOSITORY_BROKEN));
    assertThat(root).isEmptyDirectory();
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void nothingIsWrittenThroughALinkOfTheSameName() throws Exception {
    String target = outside.resolve("f").toString();
    String tree =
        pack.tree(
            new Entry(LINK, "twice", pack.blob(target)),
            new Entry(FILE, "twice", pack.blob("hostile\n")));

    assertThatThrownBy(() -> layOut(tree)).isInstanceOf(IOException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void nothingIsWrittenBelowALinkOfTheSameName() throws Exception {
    String below = pack.tree(new Entry(FILE, "f", pack.blob("hostile\n")));
    String tree =
        pack.tree(
            new Entry(LINK, "twice", pack.blob(outside.toString())),
            new Entry(TREE, "twice", below));

    assertThatThrownBy(() -> layOut(tree)).isInstanceOf(IOException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void foldersWithoutEndAreRefused() throws Exception {
    String tree = pack.tree(new Entry(FILE, "f", pack.blob("deep\n")));
    for (int i = 0; i < 510; i++) {
      tree = pack.tree(new Entry(TREE, "d", tree));
    }
    String deep = tree;

    assertThatThrownBy(() -> layOut(deep)).hasMessageContaining("nested deeper than 500");
  }

  @Test
  void aPackThatEndsTooSoonFailsForEveryThreadThatWaits() throws Exception {
    String tree = pack.tree(many());
    byte[] whole = Files.readAllBytes(pack.write(folder.resolve("whole")));
    Path index = pack.index(folder.resolve("whole"));
    int begun = whole.length / 2;
    try (ArrivingFile arriving = ArrivingFile.create(folder.resolve("pack"), whole.length);
        PackFile file = PackFile.arriving(arriving, index)) {
      SideTask receiving =
          SideTask.start(
              "receive",
              () -> arriving.receive(new ByteArrayInputStream(Arrays.copyOf(whole, begun))));

      assertThatThrownBy(() -> layOut(file, tree)).hasMessageContaining("never came");
      assertThatThrownBy(receiving::join).hasMessageContaining("ended after " + begun);
    }
  }
}
