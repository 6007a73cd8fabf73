package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.rest.Contents;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is in a project's repository. A {@code ref} is a branch, a tag or the full id of a
 * commit, null for the default branch; a {@code path} has no slash at its ends, the root's is
 * empty. What isn't there is NOT_FOUND, damage is REPOSITORY_BROKEN.
 */
public interface RepositoryContents {
  /** A file with more is not told as text. */
  int LONGEST_TEXT = 512 << 10;

  int MOST_ENTRIES = 5_000;
  int MOST_REFS = 1_000;
  int MOST_COMMITS = 100;

  Contents.Refs refs(Project project);

  /**
   * The newest commits, of everything or of one path.
   *
   * @param limit 1 to {@link #MOST_COMMITS}
   */
  Contents.Commits commits(Project project, @Nullable String ref, String path, int limit);

  Contents.Tree tree(Project project, @Nullable String ref, String path);

  Contents.Blob blob(Project project, @Nullable String ref, String path);

  /** Sends a file, of any size, to a sink. */
  void raw(Project project, @Nullable String ref, String path, Sink sink) throws IOException;

  /** Where a file goes. */
  interface Sink {
    /**
     * Called once the file is found.
     *
     * @param id of its content
     * @param text whether it looks like text
     * @return null if the bytes aren't wanted after all
     */
    @Nullable OutputStream begin(String id, long size, boolean text) throws IOException;
  }
}
