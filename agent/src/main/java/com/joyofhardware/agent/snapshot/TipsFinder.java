package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what a repository must not lose: every object that is named in any text file of its git
 * folder. So refs, reflogs, pseudo refs, stashes, rebases, bisections and whatever a newer git
 * writes are all found the same way.
 */
final class TipsFinder {
  private static final Pattern ID = Pattern.compile("(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])");
  private static final Pattern TAGGED = Pattern.compile("object ([0-9a-f]{40})\n");
  private static final String NONE = "0".repeat(40);
  private static final long LARGEST = 16L << 20;

  /** Holds no names of objects, or such as git doesn't keep. */
  private static final Set<String> NOT_READ =
      Set.of("objects", "index", "hooks", "info", "config", "description", "modules", "lfs");

  private final Path gitDir;
  private final Git git;

  TipsFinder(Path gitDir) {
    this.gitDir = gitDir;
    this.git = new Git(gitDir);
  }

  /**
   * Looks for them.
   *
   * @throws IOException when git can't follow the repository: it is broken, or no repository
   */
  Tips find() throws IOException {
    TreeSet<String> commits = new TreeSet<>();
    TreeMap<String, ObjectKind> listed = new TreeMap<>();
    TreeMap<String, String> tags = new TreeMap<>();
    Set<String> seen = new TreeSet<>();
    Set<String> wanted = named();
    while (!wanted.isEmpty()) {
      seen.addAll(wanted);
      Set<String> targets = new TreeSet<>();
      for (Map.Entry<String, ObjectKind> found : kinds(wanted).entrySet()) {
        String id = found.getKey();
        switch (found.getValue()) {
          case COMMIT -> commits.add(id);
          case TREE, BLOB -> listed.put(id, found.getValue());
          case TAG -> {
            byte[] content = git.run(List.of("cat-file", "tag", id), List.of());
            String text = new String(content, StandardCharsets.ISO_8859_1);
            tags.put(id, text);
            Matcher object = TAGGED.matcher(text);
            if (object.lookingAt()) {
              targets.add(object.group(1));
            }
          }
        }
      }
      targets.removeAll(seen);
      wanted = targets;
    }
    if (Files.exists(gitDir.resolve("index"))) {
      listed.putAll(kinds(indexed(commits)));
    }
    return new Tips(commits, listed, tags);
  }

  /** Types of those that exist. */
  Map<String, ObjectKind> kinds(Set<String> ids) throws IOException {
    Map<String, ObjectKind> kinds = new TreeMap<>();
    if (ids.isEmpty()) {
      return kinds;
    }
    for (String line : git.lines(List.of("cat-file", "--batch-check", "--buffer"), ids)) {
      String[] words = line.split(" ", -1);
      for (ObjectKind kind : ObjectKind.values()) {
        if (words.length == 3 && words[1].equals(kind.label())) {
          kinds.put(words[0], kind);
        }
      }
    }
    return kinds;
  }

  /** What the index holds (all stages, cached trees, resolved conflicts) and no tip does. */
  private Set<String> indexed(Set<String> commits) throws IOException {
    List<String> without = commits.stream().map(id -> "^" + id).toList();
    Set<String> ids = new TreeSet<>();
    for (String line :
        git.lines(List.of("rev-list", "--objects", "--indexed-objects", "--stdin"), without)) {
      ids.add(line.substring(0, 40));
    }
    ids.removeAll(commits);
    return ids;
  }

  private Set<String> named() throws IOException {
    Set<String> ids = new TreeSet<>();
    try (Stream<Path> top = Files.list(gitDir)) {
      for (Path entry : top.toList()) {
        String name = entry.getFileName().toString();
        if (!NOT_READ.contains(name) && !name.endsWith(".lock")) {
          Files.walkFileTree(entry, new Names(ids));
        }
      }
    }
    ids.remove(NONE);
    return ids;
  }

  private static final class Names extends SimpleFileVisitor<Path> {
    private final Set<String> ids;

    Names(Set<String> ids) {
      this.ids = ids;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile() && attributes.size() <= LARGEST) {
        Matcher id = ID.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (id.find()) {
          ids.add(id.group());
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE; // gone since it was listed: its change is seen as well
    }
  }

  /**
   * Packs what the tips reach and {@code known} doesn't.
   *
   * @param known what the master has said it has; never what refs of the workspace claim
   */
  void pack(Tips tips, Set<String> known, Path into) throws IOException {
    List<String> revisions = new ArrayList<>(tips.objects());
    kinds(known).keySet().forEach(id -> revisions.add("^" + id));
    git.runInto(
        List.of(
            "pack-objects",
            "--revs",
            "--thin",
            "--stdout",
            "--delta-base-offset",
            "--threads=1",
            "-q"),
        revisions,
        into);
  }
}
