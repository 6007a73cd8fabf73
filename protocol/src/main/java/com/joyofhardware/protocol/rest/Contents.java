package com.joyofhardware.protocol.rest;

import com.google.gson.annotations.SerializedName;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a project's page shows and changes, under {@code /api/v1/projects/{owner}/{name}}. */
public final class Contents {
  private Contents() {}

  /**
   * A branch or a tag.
   *
   * @param name without {@code refs/heads/} or {@code refs/tags/}
   * @param commit id of the commit, behind an annotated tag, too
   */
  public record Ref(String name, String commit) {}

  /**
   * Branches and tags by name.
   *
   * @param head the branch that clones start from; before the first push it has no commit
   * @param truncated there are more than were listed
   */
  public record Refs(String head, List<Ref> branches, List<Ref> tags, boolean truncated) {
    public Refs {
      branches = List.copyOf(branches);
      tags = List.copyOf(tags);
    }
  }

  public record Commit(String id, String subject, String author, Instant when) {}

  /**
   * The newest first.
   *
   * @param more there are, or could be, older ones
   */
  public record Commits(List<Commit> commits, boolean more) {
    public Commits {
      commits = List.copyOf(commits);
    }
  }

  public enum Kind {
    @SerializedName("file")
    FILE,
    @SerializedName("folder")
    FOLDER,
    @SerializedName("link")
    LINK,
    @SerializedName("submodule")
    SUBMODULE
  }

  /**
   * One line of a folder.
   *
   * @param size in bytes; null for a folder and a submodule
   */
  public record Entry(String name, Kind kind, @Nullable Long size, String id) {}

  /**
   * A folder: folders first, then by name.
   *
   * @param commit null in a repository without commits
   */
  public record Tree(@Nullable String commit, String path, List<Entry> entries, boolean truncated) {
    public Tree {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A file, a link or a submodule.
   *
   * @param id of the blob, or the submodule's commit
   * @param size in bytes
   * @param text of a file that is UTF-8 and at most 512 KiB, or where a link leads; else null
   */
  public record Blob(
      String commit, String path, Kind kind, String id, long size, @Nullable String text) {}

  /** {@code PATCH} on a project; what is null stays as it is. */
  public record Change(@Nullable Visibility visibility, @Nullable String description) {}
}
