package com.joyofhardware.master.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEditor.PathEdit;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** Makes commits without a worktree. */
final class Commits {
  /** Who commits where nobody did: files that the platform adds. */
  static PersonIdent platform() {
    return new PersonIdent("Joy of Hardware", "noreply@joyofhardware.com");
  }

  private Commits() {}

  /**
   * Writes a commit that adds text files to its parent's; no ref is changed.
   *
   * @param files text by path
   */
  static ObjectId add(
      Repository repository,
      @Nullable RevCommit parent,
      Map<String, String> files,
      PersonIdent author,
      PersonIdent committer,
      String message)
      throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        ObjectInserter inserter = repository.newObjectInserter()) {
      DirCache index =
          parent == null ? DirCache.newInCore() : DirCache.read(reader, parent.getTree());
      DirCacheEditor editor = index.editor();
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
        editor.add(new Blob(file.getKey(), inserter.insert(Constants.OBJ_BLOB, bytes)));
      }
      editor.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      if (parent != null) {
        commit.setParentId(parent);
      }
      commit.setAuthor(author);
      commit.setCommitter(committer);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private static final class Blob extends PathEdit {
    private final ObjectId id;

    Blob(String path, ObjectId id) {
      super(path);
      this.id = id;
    }

    @Override
    public void apply(DirCacheEntry entry) {
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(id);
    }
  }
}
