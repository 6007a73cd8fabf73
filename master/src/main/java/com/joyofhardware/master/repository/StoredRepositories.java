package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.ControlMessage.Ref;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** What sessions need, from the repositories in their folders. */
final class StoredRepositories implements Repositories {
  private final RepositoryFolders folders;
  private final TreePacks treePacks;
  private final RefsListener listener;

  StoredRepositories(RepositoryFolders folders, TreePacks treePacks, RefsListener listener) {
    this.folders = folders;
    this.treePacks = treePacks;
    this.listener = listener;
  }

  @Override
  public Start start(Project project, @Nullable String branch, Person person, boolean mayPush) {
    if (!Files.isDirectory(folders.of(project))) {
      throw BrokenRepository.of(
          project, "its folder is missing", "ask an administrator to restore it from a backup");
    }
    try (Repository repository = folders.open(project)) {
      Start start = new SessionStart(project, repository, listener).from(branch, person, mayPush);
      if (start.commit() != null) {
        // Made now or found ready; either way it shows that every file of the commit is there.
        treePack(project, start.commit());
      }
      return start;
    } catch (RepositoryNotFoundException e) {
      throw BrokenRepository.unreadableHead(project, e);
    } catch (MissingObjectException | CorruptObjectException | IncorrectObjectTypeException e) {
      throw BrokenRepository.of(
          project,
          "objects of its newest commit are missing or damaged",
          "push the branch again from a clone that has it, or open another branch",
          e);
    } catch (IOException e) {
      throw new JoyException(
          ErrorCode.REPOSITORY_BROKEN,
          "the repository of " + project.ref() + " can't be read; tell an administrator",
          e);
    }
  }

  @Override
  public TreePack treePack(Project project, String commit) throws IOException {
    try {
      return treePacks.of(project, ObjectId.fromString(commit));
    } catch (MissingObjectException | CorruptObjectException | IncorrectObjectTypeException e) {
      throw BrokenRepository.of(
          project,
          "commit " + commit.substring(0, 8) + " isn't whole, objects are missing or damaged",
          "push it again from a clone that has it, or open another branch",
          e);
    }
  }

  @Override
  public List<Ref> refs(Project project) throws IOException {
    try (Repository repository = folders.open(project)) {
      return HistoryWriter.refs(repository).entrySet().stream()
          .map(ref -> new Ref(ref.getKey(), ref.getValue().name()))
          .toList();
    }
  }

  @Override
  public void writeHistory(Project project, OutputStream out) throws IOException {
    try (Repository repository = folders.open(project)) {
      HistoryWriter.write(repository, out);
    }
  }
}
