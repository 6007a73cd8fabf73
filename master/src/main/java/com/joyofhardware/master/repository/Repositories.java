package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.protocol.control.ControlMessage.Ref;
import com.joyofhardware.protocol.control.ControlMessage.UncommittedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session needs of a project's repository. */
public interface Repositories {
  /**
   * Finds the commit a session starts from, and sees to the required files ({@code nix.shell},
   * {@code default.nix}): where the person may push, missing ones are committed; else they come
   * back as uncommitted files with a notice.
   *
   * @param branch null for the default branch
   * @throws com.joyofhardware.protocol.JoyException REPOSITORY_BROKEN with what is wrong, NOT_FOUND
   *     for a branch that isn't there
   */
  Start start(Project project, @Nullable String branch, Person person, boolean mayPush);

  /**
   * What a session starts from.
   *
   * @param commit null for a repository without commits
   * @param notice what the person should know
   */
  record Start(
      String branch,
      @Nullable String commit,
      List<UncommittedFile> uncommitted,
      @Nullable String notice) {
    public Start {
      uncommitted = List.copyOf(uncommitted);
    }
  }

  /** The tree of a commit, ready to send; made once a commit and kept. */
  TreePack treePack(Project project, String commit) throws IOException;

  /**
   * Files to send as they are. They stay for at least ten minutes after {@link #treePack}; ask
   * again rather than keep the paths.
   *
   * @param pack the commit, its trees and blobs, without deltas
   * @param packIndex of {@code pack}, version 2
   * @param gitIndex a {@code .git/index} with the commit's tree, without stat data
   */
  record TreePack(Path pack, Path packIndex, Path gitIndex) {}

  /** The branches and tags that the history reaches. */
  List<Ref> refs(Project project) throws IOException;

  /** Writes a pack of everything that all branches and tags reach. */
  void writeHistory(Project project, OutputStream out) throws IOException;
}
