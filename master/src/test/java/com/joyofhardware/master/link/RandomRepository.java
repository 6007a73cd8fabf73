package com.joyofhardware.master.link;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Does to a repository what people do, and what nobody should, with real git. */
final class RandomRepository {
  private static final List<String> NAMES =
      List.of(
          "plain.v",
          "with%20space",
          "%C3%BCml%C3%A4ut",
          "-dash",
          "new%0Aline",
          "%25",
          "%25.git",
          "%FF%FEbytes",
          "=",
          "%2Bplus",
          ".gitfoo",
          "up.dat",
          "CON",
          "a%5Cb",
          "%22quoted%22");
  private static final List<Integer> MODES =
      List.of(0644, 0600, 0755, 0400, 0777, 04755, 0000, 0641);

  private final Path root;
  private final Random random;
  private final List<String> done = new ArrayList<>();

  RandomRepository(Path root, long seed) {
    this.root = root;
    this.random = new Random(seed);
  }

  /** What was done, to tell one failure from another. */
  List<String> done() {
    return done;
  }

  private interface Deed {
    void run() throws IOException;
  }

  private record Named(String name, Deed deed) {}

  void change() throws IOException {
    List<Named> deeds = new ArrayList<>(deeds());
    Collections.shuffle(deeds, random);
    for (Named deed : deeds.subList(0, 6 + random.nextInt(12))) {
      done.add(deed.name());
      deed.deed().run();
    }
    // At most one of those that leave the repository in the middle of something.
    List<Named> endings = endings();
    Named ending = endings.get(random.nextInt(endings.size()));
    done.add(ending.name());
    ending.deed().run();
    write(child(root, "staged.v"), "worktree\n");
  }

  private List<Named> deeds() {
    return List.of(
        new Named("odd names", this::oddNames),
        new Named("modes", this::modes),
        new Named("links", this::links),
        new Named("empty folders", () -> Files.createDirectories(root.resolve("empty/deep/er"))),
        new Named("pipe", () -> sh("mkfifo -m 640 pipe || true")),
        new Named("staged", this::staged),
        new Named("commit", () -> commit("work")),
        new Named("amend", () -> git("commit", "-q", "--allow-empty", "--amend", "-m", "amended")),
        new Named("reset", () -> sh("git commit -q --allow-empty -m gone && git reset -q HEAD~")),
        new Named("branches", () -> sh("git branch side; git branch a/b/c; git branch -D side")),
        new Named("light tag", () -> git("tag", "-f", "light")),
        new Named("tags", this::tags),
        new Named("stash", () -> sh("echo s >> stashed; git add stashed; git stash -q; true")),
        new Named("stash untracked", () -> sh("echo u > untracked; git stash -q -u; true")),
        new Named("pack refs", () -> git("pack-refs", "--all")),
        new Named("repack", () -> git("repack", "-adq")),
        new Named("nested", () -> nested("nested/inner")),
        new Named("nested twice", () -> sh(initAt("n1") + initAt("n1/n2") + initAt("n1/d/n3"))),
        new Named("nested odd", () -> sh(initAt("'n%2F x'"))),
        new Named("nested empty", () -> sh("git init -q blank")),
        new Named("shallow nested", () -> sh("git clone -q --depth 1 file://$PWD/.git shallow")),
        new Named("shared nested", () -> sh("git clone -q --shared .git shared")),
        new Named("bare", () -> sh("git init -q --bare bare.git")),
        new Named("submodule", () -> sh("git submodule --quiet add ./.git sub; true")),
        new Named("linked worktree", () -> sh("git worktree add -q -f linked || true")),
        new Named("ignored", this::ignored),
        new Named("filter", this::filter),
        new Named(
            "odd git",
            () -> sh("mkdir -p x/.git && echo no > x/.git/file; mkdir y; echo f > y/.git")),
        new Named("write tree", () -> sh("echo t > wt; git add wt; git write-tree >/dev/null")),
        new Named("notes", () -> git("notes", "add", "-f", "-m", "note")),
        new Named("split index", () -> sh("git update-index --split-index")),
        new Named("old index", () -> sh("git update-index --index-version 4")));
  }

  private List<Named> endings() {
    String conflict =
        "git stash -q -u 2>/dev/null; git checkout -q -B ours; echo base > c.v; git add c.v;"
            + " git commit -q -m base; git checkout -q -b theirs; echo theirs > c.v;"
            + " git commit -q -am theirs; git checkout -q ours; echo ours > c.v;"
            + " git commit -q -am ours; ";
    return List.of(
        new Named("nothing", () -> {}),
        new Named("merge conflict", () -> sh(conflict + "git merge -q theirs; true")),
        new Named("resolved", () -> sh(conflict + "git merge -q theirs; git add c.v; true")),
        new Named("rebase", () -> sh(conflict + "git rebase -q theirs; true")),
        new Named("cherry-pick", () -> sh(conflict + "git cherry-pick theirs; true")),
        new Named("revert", () -> sh(conflict + "git revert --no-edit theirs; true")),
        new Named("bisect", () -> sh(conflict + "git bisect start; git bisect bad; true")),
        new Named("detached", () -> sh("git checkout -q --detach; true")),
        new Named("orphan", () -> sh("git checkout -q --orphan lonely; true")));
  }

  private void oddNames() throws IOException {
    Path folder = Files.createDirectories(child(root, "%E2%82%ACodd"));
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        write(child(random.nextBoolean() ? root : folder, name), content());
      }
    }
    Path bytes = child(root, "d%FFir");
    Files.createDirectories(bytes);
    write(child(bytes, "in%FE"), content());
    if (random.nextBoolean()) {
      git("add", "-A", ".");
    }
  }

  private void modes() throws IOException {
    Path folder = Files.createDirectories(root.resolve("modes"));
    for (int mode : MODES) {
      Path file = folder.resolve("m" + Integer.toOctalString(mode));
      if (!Files.exists(file)) {
        write(file, content());
        Files.setAttribute(file, "unix:mode", mode);
      }
    }
    Files.setAttribute(folder, "unix:mode", 0711);
  }

  private void links() throws IOException {
    sh(
        "mkdir -p l; ln -sfn ../top.v l/up; ln -sfn nowhere l/dangling; ln -sfn /etc/passwd l/abs;"
            + " ln -sfn a//b/ l/untidy; ln -sfn \"$(printf 'b\\377')\" l/bytes;"
            + " ln -sfn . l/self; ln -sfn /tmp/ l/slash; ln -sfn l ldir");
    if (random.nextBoolean()) {
      git("add", "l");
    }
  }

  private void staged() throws IOException {
    write(child(root, "staged.v"), "index\n");
    git("add", "staged.v");
    git("rm", "-q", "--cached", "--ignore-unmatch", "top.v");
  }

  private void tags() throws IOException {
    sh(
        "git tag -f -a -m annotated annotated; git tag -f -a -m nested tagtag annotated;"
            + " git tag -f blobtag $(echo blob | git hash-object -w --stdin);"
            + " git tag -f -m t -a treetag $(git rev-parse HEAD^{tree})");
  }

  private void nested(String path) throws IOException {
    sh(initAt(path));
  }

  private static String initAt(String path) {
    return "git init -q "
        + path
        + " && (cd "
        + path
        + " && echo inner > file && git add file && git commit -q -m inner && echo more >> file"
        + " && git tag -a -m t inner-tag);";
  }

  private void ignored() throws IOException {
    write(root.resolve(".gitignore"), "build/\n*.o\n");
    Files.createDirectories(root.resolve("build/out"));
    write(root.resolve("build/out/a.bit"), content());
    write(root.resolve("b.o"), content());
  }

  private void filter() throws IOException {
    write(root.resolve(".gitattributes"), "*.bin filter=up\n*.txt text eol=crlf\n");
    sh("git config filter.up.clean 'tr a-z A-Z'; git config filter.up.smudge 'tr A-Z a-z'");
    write(root.resolve("up.bin"), "MixedCase " + random.nextInt() + "\n");
    write(root.resolve("crlf.txt"), "a\r\nb\n");
    git("add", "up.bin", "crlf.txt", ".gitattributes");
  }

  private void commit(String message) throws IOException {
    write(root.resolve("top.v"), content());
    git("add", "top.v");
    git("commit", "-q", "--allow-empty", "-m", message);
  }

  private String content() {
    byte[] bytes = new byte[random.nextInt(5) == 0 ? 70_000 : random.nextInt(2_000)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void git(String... args) throws IOException {
    Git.ask(root, new byte[0], args);
  }

  private void sh(String script) throws IOException {
    Git.shell(root, script);
  }

  private static void write(Path file, String latin1) throws IOException {
    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.write(file, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static Path child(Path folder, String encoded) {
    String uri = folder.toUri().toString();
    return Path.of(URI.create((uri.endsWith("/") ? uri : uri + "/") + encoded));
  }
}
