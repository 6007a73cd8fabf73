package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.rest.Contents;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** Contents of the repositories in their folders. */
final class StoredContents implements RepositoryContents {
  /** As much as {@link RawText#isBinary(InputStream)} looks at, and some more. */
  private static final int PEEK = 64 << 10;

  private final RepositoryFolders folders;

  StoredContents(RepositoryFolders folders) {
    this.folders = folders;
  }

  private interface Reading<T extends @Nullable Object> {
    T read(Repository repository, RevWalk walk) throws IOException;
  }

  private interface FileReading<T extends @Nullable Object> {
    T read(TreeWalk file, RevCommit commit) throws IOException;
  }

  @Override
  public Contents.Refs refs(Project project) {
    return reading(project, RefList::of);
  }

  @Override
  public Contents.Commits commits(Project project, @Nullable String ref, String path, int limit) {
    return reading(
        project, (repository, walk) -> CommitList.of(repository, walk, ref, path, limit));
  }

  @Override
  public Contents.Tree tree(Project project, @Nullable String ref, String path) {
    return reading(
        project,
        (repository, walk) -> {
          Optional<RevCommit> commit = Revision.find(repository, walk, ref);
          if (commit.isPresent()) {
            return FolderList.of(repository, commit.get(), path);
          }
          if (path.isEmpty()) {
            return new Contents.Tree(null, path, List.of(), false);
          }
          throw missing(path);
        });
  }

  @Override
  public Contents.Blob blob(Project project, @Nullable String ref, String path) {
    return file(
        project,
        ref,
        path,
        (file, commit) -> {
          Contents.Kind kind = FolderList.kind(file.getFileMode(0));
          ObjectId id = file.getObjectId(0);
          if (kind == Contents.Kind.SUBMODULE) {
            return new Contents.Blob(commit.name(), path, kind, id.name(), 0, null);
          }
          ObjectLoader loader = file.getObjectReader().open(id, Constants.OBJ_BLOB);
          return new Contents.Blob(
              commit.name(), path, kind, id.name(), loader.getSize(), text(loader));
        });
  }

  @Override
  public void raw(Project project, @Nullable String ref, String path, Sink sink) {
    Reached reached = new Reached();
    file(
        project,
        ref,
        path,
        (file, _) -> {
          if (FolderList.kind(file.getFileMode(0)) == Contents.Kind.SUBMODULE) {
            throw new JoyException(
                ErrorCode.NOT_FOUND, "'" + path + "' is a submodule; its files are elsewhere");
          }
          send(file, sink);
          return reached;
        });
  }

  /** Stands for "nothing" where a value is due. */
  private static final class Reached {}

  private static void send(TreeWalk file, Sink sink) throws IOException {
    ObjectId id = file.getObjectId(0);
    ObjectLoader loader = file.getObjectReader().open(id, Constants.OBJ_BLOB);
    try (InputStream in = new BufferedInputStream(loader.openStream(), PEEK)) {
      in.mark(PEEK);
      boolean text = !RawText.isBinary(in);
      in.reset();
      OutputStream out = sink.begin(id.name(), loader.getSize(), text);
      if (out != null) {
        in.transferTo(out);
      }
    }
  }

  private <T> T file(Project project, @Nullable String ref, String path, FileReading<T> reading) {
    return reading(
        project,
        (repository, walk) -> {
          RevCommit commit = Revision.find(repository, walk, ref).orElseThrow(() -> missing(path));
          try (TreeWalk file = FolderList.at(repository, commit, path)) {
            if (file == null) {
              throw missing(path);
            }
            if (FolderList.kind(file.getFileMode(0)) == Contents.Kind.FOLDER) {
              throw new JoyException(
                  ErrorCode.NOT_FOUND, "'" + path + "' is a folder; ask for its tree");
            }
            return reading.read(file, commit);
          }
        });
  }

  private static @Nullable String text(ObjectLoader loader) throws IOException {
    if (loader.getSize() > LONGEST_TEXT) {
      return null;
    }
    byte[] bytes = loader.getCachedBytes(LONGEST_TEXT);
    if (RawText.isBinary(bytes, bytes.length, true)) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null; // not ours to guess another encoding: it can be downloaded
    }
  }

  private <T> T reading(Project project, Reading<T> reading) {
    try (Repository repository = folders.open(project);
        RevWalk walk = new RevWalk(repository)) {
      return reading.read(repository, walk);
    } catch (RepositoryNotFoundException e) {
      throw BrokenRepository.unreadableHead(project, e);
    } catch (MissingObjectException | CorruptObjectException e) {
      throw BrokenRepository.of(
          project,
          "objects of this commit are missing or damaged",
          "push it again from a clone that has it",
          e);
    } catch (IOException e) {
      throw new JoyException(
          ErrorCode.REPOSITORY_BROKEN,
          "the repository of " + project.ref() + " can't be read; tell an administrator",
          e);
    }
  }

  static JoyException missing(String path) {
    return new JoyException(
        ErrorCode.NOT_FOUND, "there is no '" + path + "' at this commit; choose another");
  }
}
