package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.rest.Contents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** Lists the folders of a commit. */
final class FolderList {
  private static final Comparator<Contents.Entry> FOLDERS_FIRST =
      Comparator.comparing((Contents.Entry entry) -> entry.kind() != Contents.Kind.FOLDER)
          .thenComparing(Contents.Entry::name);

  private FolderList() {}

  static Contents.Tree of(Repository repository, RevCommit commit, String path) throws IOException {
    try (TreeWalk walk = folder(repository, commit, path)) {
      List<Contents.Entry> entries = new ArrayList<>();
      boolean more = walk.next();
      while (more && entries.size() < RepositoryContents.MOST_ENTRIES) {
        entries.add(entry(walk));
        more = walk.next();
      }
      entries.sort(FOLDERS_FIRST);
      return new Contents.Tree(commit.name(), path, entries, more);
    }
  }

  private static TreeWalk folder(Repository repository, RevCommit commit, String path)
      throws IOException {
    TreeWalk walk = new TreeWalk(repository);
    if (path.isEmpty()) {
      walk.addTree(commit.getTree());
      return walk;
    }
    try (TreeWalk found = at(repository, commit, path)) {
      if (found == null || kind(found.getFileMode(0)) != Contents.Kind.FOLDER) {
        walk.close();
        throw StoredContents.missing(path);
      }
      walk.addTree(found.getObjectId(0));
      return walk;
    }
  }

  /** A walk that stands on the path, or null. Nothing ever lies at an empty or an absolute path. */
  static @Nullable TreeWalk at(Repository repository, RevCommit commit, String path)
      throws IOException {
    boolean plain = !path.isEmpty() && !path.startsWith("/") && !path.endsWith("/");
    return plain ? TreeWalk.forPath(repository, path, commit.getTree()) : null;
  }

  private static Contents.Entry entry(TreeWalk walk) throws IOException {
    Contents.Kind kind = kind(walk.getFileMode(0));
    ObjectReader reader = walk.getObjectReader();
    Long size =
        switch (kind) {
          case FILE, LINK -> reader.getObjectSize(walk.getObjectId(0), Constants.OBJ_BLOB);
          case FOLDER, SUBMODULE -> null;
        };
    return new Contents.Entry(walk.getNameString(), kind, size, walk.getObjectId(0).name());
  }

  static Contents.Kind kind(FileMode mode) {
    return switch (mode.getBits() & FileMode.TYPE_MASK) {
      case FileMode.TYPE_TREE -> Contents.Kind.FOLDER;
      case FileMode.TYPE_SYMLINK -> Contents.Kind.LINK;
      case FileMode.TYPE_GITLINK -> Contents.Kind.SUBMODULE;
      default -> Contents.Kind.FILE;
    };
  }
}
