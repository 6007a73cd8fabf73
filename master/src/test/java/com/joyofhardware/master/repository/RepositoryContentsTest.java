package com.joyofhardware.master.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.rest.Contents;
import com.joyofhardware.protocol.rest.Contents.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryContentsTest {
  private static TestingSite site;
  private static Person anna;

  @TempDir Path folder;
  private Project project;
  private RepositoryContents contents;
  private Git work;

  @BeforeAll
  static void start() throws Exception {
    site = TestingSite.start();
    anna = site.people.person("anna");
  }

  @AfterAll
  static void stop() throws Exception {
    site.close();
  }

  @BeforeEach
  void make() throws Exception {
    project = site.project(anna, null);
    contents = new StoredContents(site.folders());
    work = new Git(folder).init("work");
  }

  private void push() throws Exception {
    work.ok("push", "-q", site.urlOfOwner(project), "--all");
    work.ok("push", "-q", site.urlOfOwner(project), "--tags");
  }

  private List<String> names(String path) {
    return contents.tree(project, null, path).entries().stream().map(Contents.Entry::name).toList();
  }

  @Test
  void anEmptyRepositoryHasAnEmptyRootAndNoCommits() {
    assertThat(contents.tree(project, null, ""))
        .isEqualTo(new Contents.Tree(null, "", List.of(), false));
    assertThat(contents.commits(project, null, "", 10))
        .isEqualTo(new Contents.Commits(List.of(), false));
    assertThat(contents.refs(project))
        .isEqualTo(new Contents.Refs("main", List.of(), List.of(), false));
    assertMissing(() -> contents.blob(project, null, "top.v"));
    assertMissing(() -> contents.tree(project, "main", ""));
  }

  @Test
  void foldersComeFirstAndFilesTellTheirText() throws Exception {
    work.commit("a.v", "module a;\nendmodule\n");
    String head = work.commit("src/deep/b.v", "// ä\n");
    push();

    assertThat(names("")).containsExactly("src", "a.v");
    assertThat(names("src/deep")).containsExactly("b.v");
    Contents.Blob blob = contents.blob(project, "main", "src/deep/b.v");
    assertThat(blob.commit()).isEqualTo(head);
    assertThat(blob.text()).isEqualTo("// ä\n");
    assertThat(blob.size()).isEqualTo(6);
    assertMissing(() -> contents.blob(project, null, "src"));
    assertMissing(() -> contents.tree(project, null, "a.v"));
    assertMissing(() -> contents.tree(project, null, "nope"));
  }

  @Test
  void noPathLeadsOutOfTheCommit() throws Exception {
    work.commit("a.v", "module a;\nendmodule\n");
    push();
    for (String path :
        List.of("/a.v", "a.v/", "../a.v", "./a.v", "a.v/..", "/etc/passwd", "config", "\0", "")) {
      assertMissing(() -> contents.blob(project, null, path));
    }
  }

  @Test
  void branchesTagsAndCommitsAreFoundByTheirNames() throws Exception {
    String first = work.commit("a.v", "1");
    work.ok("tag", "-a", "v1", "-m", "first");
    work.ok("checkout", "-q", "-b", "feature/blink");
    String second = work.commit("a.v", "2");
    push();

    Contents.Refs refs = contents.refs(project);
    assertThat(refs.branches())
        .containsExactly(
            new Contents.Ref("feature/blink", second), new Contents.Ref("main", first));
    assertThat(refs.tags()).containsExactly(new Contents.Ref("v1", first));
    assertThat(contents.blob(project, "feature/blink", "a.v").text()).isEqualTo("2");
    assertThat(contents.blob(project, "v1", "a.v").text()).isEqualTo("1");
    assertThat(contents.blob(project, first, "a.v").text()).isEqualTo("1");
    for (String ref :
        List.of("nope", "HEAD~0", "main^{/.*}", "../config", first.substring(0, 8), "", "a b")) {
      assertMissing(() -> contents.tree(project, ref, ""));
    }
  }

  @Test
  void aTagOfAFileIsNoCommit() throws Exception {
    work.commit("a.v", "1");
    work.ok("tag", "blob", work.ok("rev-parse", "HEAD:a.v"));
    push();

    assertThat(contents.refs(project).tags()).isEmpty();
    assertMissing(() -> contents.tree(project, "blob", ""));
  }

  @Test
  void commitsAreTheNewestFirstAndThoseOfAPathAlone() throws Exception {
    String first = work.commit("a.v", "1");
    work.commit("b.v", "1");
    String third = work.commit("a.v", "2");
    push();

    assertThat(contents.commits(project, null, "a.v", 10).commits())
        .extracting(Contents.Commit::id)
        .containsExactly(third, first);
    Contents.Commits newest = contents.commits(project, null, "", 1);
    assertThat(newest.more()).isTrue();
    assertThat(newest.commits())
        .singleElement()
        .satisfies(commit -> {
          assertThat(commit.subject()).isEqualTo("change a.v");
          assertThat(commit.author()).isEqualTo("Test");
        });
    assertThat(contents.commits(project, null, "never", 10).commits()).isEmpty();
  }

  @Test
  void whatIsNoTextIsToldBySizeAlone() throws Exception {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    Files.write(work.folder().resolve("top.bin"), bytes);
    Files.write(work.folder().resolve("latin.txt"), new byte[] {'a', (byte) 0xe4, 'b'});
    work.commit("long.txt", "x".repeat(RepositoryContents.LONGEST_TEXT + 1));
    push();

    for (String path : List.of("top.bin", "latin.txt", "long.txt")) {
      assertThat(contents.blob(project, null, path).text()).as(path).isNull();
    }
    assertThat(contents.blob(project, null, "top.bin").size()).isEqualTo(200_000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    contents.raw(
        project,
        null,
        "top.bin",
        (_, size, text) -> {
          assertThat(size).isEqualTo(200_000);
          assertThat(text).isFalse();
          return out;
        });
    assertThat(out.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void aLargeFileIsSentWhole() throws Exception {
    byte[] bytes = new byte[60 << 20]; // more than JGit keeps in memory
    Files.write(work.folder().resolve("large.bin"), bytes);
    work.ok("add", "-A");
    work.ok("commit", "-qm", "large");
    push();

    long[] sent = new long[1];
    contents.raw(
        project,
        null,
        "large.bin",
        (_, _, _) ->
            new java.io.OutputStream() {
              @Override
              public void write(int one) {
                sent[0]++;
              }

              @Override
              public void write(byte[] some, int from, int length) {
                sent[0] += length;
              }
            });
    assertThat(sent[0]).isEqualTo(bytes.length);
  }

  @Test
  void linksAndSubmodulesAreShownAndNotFollowed() throws Exception {
    String commit = work.commit("a.v", "1");
    Files.createSymbolicLink(work.folder().resolve("link"), Path.of("/etc/passwd"));
    work.ok("add", "link");
    work.ok("update-index", "--add", "--cacheinfo", "160000," + commit + ",lib");
    work.ok("commit", "-qm", "link and submodule");
    push();

    Contents.Blob link = contents.blob(project, null, "link");
    assertThat(link.kind()).isEqualTo(Kind.LINK);
    assertThat(link.text()).isEqualTo("/etc/passwd");
    Contents.Blob submodule = contents.blob(project, null, "lib");
    assertThat(submodule.kind()).isEqualTo(Kind.SUBMODULE);
    assertThat(submodule.id()).isEqualTo(commit);
    assertMissing(() -> contents.tree(project, null, "link"));
    assertMissing(() -> contents.tree(project, null, "lib"));
    assertMissing(() -> contents.blob(project, null, "link/root"));
    assertMissing(() -> contents.raw(project, null, "lib", (_, _, _) -> null));
  }

  @Test
  void oddNamesAreFoundAgain() throws Exception {
    List<String> odd =
        List.of("<script>.v", "a b.v", "ä.v", "per%2fcent", "quo\"te", "ne\nw", "?&#");
    for (String name : odd) {
      work.commit("odd/" + name, name);
    }
    push();

    assertThat(names("odd")).containsExactlyInAnyOrderElementsOf(odd);
    for (String name : odd) {
      assertThat(contents.blob(project, null, "odd/" + name).text()).isEqualTo(name);
    }
  }

  @Test
  void aFolderWithTooManyEntriesSaysSo() throws Exception {
    Path many = Files.createDirectories(work.folder().resolve("many"));
    for (int i = 0; i <= RepositoryContents.MOST_ENTRIES; i++) {
      Files.createFile(many.resolve("f" + i));
    }
    work.commit("a.v", "1");
    push();

    Contents.Tree tree = contents.tree(project, null, "many");
    assertThat(tree.entries()).hasSize(RepositoryContents.MOST_ENTRIES);
    assertThat(tree.truncated()).isTrue();
  }

  @Test
  void damageIsNamedAsSuch() throws Exception {
    work.commit("a.v", "1");
    push();
    try (var packs = Files.walk(site.folders().of(project).resolve("objects"))) {
      for (Path file : packs.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    org.eclipse.jgit.lib.RepositoryCache.clear();
    assertThatThrownBy(() -> contents.tree(project, null, ""))
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REPOSITORY_BROKEN));
  }

  private static void assertMissing(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
