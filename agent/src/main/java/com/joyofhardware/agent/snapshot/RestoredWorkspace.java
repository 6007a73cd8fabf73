package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.agent.snapshot.Node.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/** Lays out a snapshot, byte by byte as it was. */
final class RestoredWorkspace {
  private static final String PACKS = "objects/pack";

  private final Path root;
  private final Path state;
  private final Snapshotter snapshotter;
  private final List<Path> gitFolders = new ArrayList<>();

  RestoredWorkspace(Path root, Path state, Snapshotter snapshotter) {
    this.root = root;
    this.state = state;
    this.snapshotter = snapshotter;
  }

  void make(String snapshot, Workspace.Transfers transfers) throws IOException {
    Path file = state.resolve("restore.pack");
    try {
      try (InputStream in = transfers.next()) {
        Files.copy(in, file);
      }
      ObjectId commit = ObjectId.parse(snapshot);
      try (PackFile pack = PackFile.scanned(file)) {
        CommitText text = CommitText.parse(pack.read(commit, ObjectKind.COMMIT));
        repository(pack, text.tree(), snapshotter.top(), root);
        ObjectId buffers = entries(pack, text.tree()).get(SnapshotTree.BUFFERS);
        if (buffers != null) {
          new UnsavedTexts(state).restore(pack, buffers);
        }
        snapshotter.know(pack.ids(), tips(pack, text.parents()));
      }
      snapshotter.restored(commit);
    } finally {
      Files.deleteIfExists(file);
    }
    try (InputStream history = transfers.next()) {
      takeHistory(history);
    }
  }

  /** The master has what it stored: the next packs of objects start from there. */
  private static Set<String> tips(PackFile pack, List<ObjectId> listings) throws IOException {
    Set<String> tips = new HashSet<>();
    for (ObjectId listing : listings) {
      CommitText text = CommitText.parse(pack.read(listing, ObjectKind.COMMIT));
      text.parents().forEach(parent -> tips.add(parent.toString()));
    }
    return tips;
  }

  private void repository(PackFile pack, ObjectId tree, Repository repository, Path path)
      throws IOException {
    Map<String, ObjectId> parts = entries(pack, tree);
    ObjectId noteTree = parts.get(SnapshotTree.NOTES);
    Map<String, ObjectId> notes = noteTree == null ? Map.of() : entries(pack, noteTree);
    Folder worktree = repository.worktree();
    Path gitDir = path;
    if (worktree != null) {
      gitDir = path.resolve(Scanner.GIT);
      ObjectId content = parts.get(SnapshotTree.WORKTREE);
      if (content != null) {
        Layout.ofSnapshot(pack).fill(worktree, path, content, notes.get(SnapshotTree.WORKTREE));
      }
    }
    ObjectId git = parts.get(SnapshotTree.GIT);
    if (git != null) {
      Files.createDirectories(gitDir);
      Folder folder = new Folder(Layout.stat(gitDir), null);
      Layout.ofSnapshot(pack).fill(folder, gitDir, git, notes.get(SnapshotTree.GIT));
      repository.git(folder);
      repository.rawObjects(folder.child("objects") != null);
      if (!repository.rawObjects()) {
        Files.createDirectories(gitDir.resolve("objects/info"));
        Files.createDirectories(gitDir.resolve(PACKS));
        gitFolders.add(gitDir);
      }
      tags(pack, parts.get(SnapshotTree.TAGS), gitDir);
    }
    ObjectId nestedTree = parts.get(SnapshotTree.NESTED);
    if (nestedTree != null) {
      for (Map.Entry<String, ObjectId> entry : entries(pack, nestedTree).entrySet()) {
        nested(pack, RawName.decode(entry.getKey()), entry.getValue(), repository, path);
      }
    }
  }

  /** The folder is there, empty: a repository takes its place in what is known. */
  private void nested(PackFile pack, String path, ObjectId tree, Repository above, Path at)
      throws IOException {
    Folder folder = above.worktree();
    String names = path;
    if (folder == null || path.startsWith(Scanner.GIT + "/")) {
      folder = above.git();
      names = path.startsWith(Scanner.GIT + "/") ? path.substring(Scanner.GIT.length() + 1) : path;
    }
    Path here = at;
    for (String name : path.split("/", -1)) {
      here = RawName.resolve(here, Layout.checked(name));
    }
    int slash = names.lastIndexOf('/');
    for (String name : slash < 0 ? new String[0] : names.substring(0, slash).split("/", -1)) {
      folder = folder != null && folder.child(name) instanceof Folder below ? below : null;
    }
    if (folder == null) {
      throw new IOException("a nested repository is in no folder of the snapshot");
    }
    Stat stat = Layout.stat(here);
    boolean worktree = entries(pack, tree).containsKey(SnapshotTree.WORKTREE);
    Repository repository = new Repository(stat, worktree ? new Folder(stat, null) : null);
    folder.put(names.substring(slash + 1), repository);
    repository(pack, tree, repository, here);
  }

  private static Map<String, ObjectId> entries(PackFile pack, ObjectId tree) throws IOException {
    Map<String, ObjectId> entries = new HashMap<>();
    for (TreeEntry entry : TreeEntry.read(pack.read(tree, ObjectKind.TREE))) {
      entries.put(entry.name(), entry.id());
    }
    return entries;
  }

  /** Annotated tags, as loose objects. */
  private static void tags(PackFile pack, @Nullable ObjectId tree, Path gitDir) throws IOException {
    if (tree == null) {
      return;
    }
    for (ObjectId content : entries(pack, tree).values()) {
      byte[] tag = pack.read(content, ObjectKind.BLOB);
      String id = ObjectKind.TAG.id(tag).toString();
      Path folder = Files.createDirectories(gitDir.resolve("objects").resolve(id.substring(0, 2)));
      try (OutputStream out =
          new DeflaterOutputStream(
              Files.newOutputStream(
                  folder.resolve(id.substring(2)), StandardOpenOption.CREATE_NEW))) {
        out.write(RawName.bytes(ObjectKind.TAG.label() + " " + tag.length + "\0"));
        out.write(tag);
      }
    }
  }

  /** One pack for all repositories of the workspace: it is kept once and linked. */
  private void takeHistory(InputStream history) throws IOException {
    if (gitFolders.isEmpty()) {
      history.transferTo(OutputStream.nullOutputStream());
      return;
    }
    Path first = gitFolders.getFirst();
    new Git(first).feed(List.of("index-pack", "--stdin"), history);
    List<Path> made;
    try (Stream<Path> files = Files.list(first.resolve(PACKS))) {
      made = files.toList();
    }
    for (Path gitDir : gitFolders.subList(1, gitFolders.size())) {
      for (Path file : made) {
        Files.createLink(gitDir.resolve(PACKS).resolve(file.getFileName()), file);
      }
    }
  }
}
