package com.joyofhardware.protocol.agent;

import com.google.gson.annotations.SerializedName;
import java.util.List;

/**
 * Parameters and results of the {@code fs/*} methods on {@code WS /rpc}. Paths are relative to the
 * workspace; an absolute path reaches only the read-only roots.
 */
public final class Fs {
  private Fs() {}

  /** {@code fs/stat} → {@link FileStat}; {@code fs/list} → {@link Listing}. */
  public record At(String path) {}

  /**
   * Result of {@code fs/list}.
   *
   * @param truncated there were more entries than the limit
   */
  public record Listing(List<FileEntry> entries, boolean truncated) {
    public Listing {
      entries = List.copyOf(entries);
    }
  }

  /** {@code fs/create}: a file (empty) or a folder → {@link FileStat}. */
  public record Create(String path, FileKind kind) {}

  /** {@code fs/rename} and {@code fs/copy} → {@link FileStat} of the target. */
  public record Move(String from, String to, boolean overwrite) {}

  /** {@code fs/delete} → null. */
  public record Delete(String path, boolean recursive) {}

  /** {@code fs/watch} → null; from then on {@code fs/changed} arrives on this connection. */
  public record Watch() {}

  /** What happened to one path. */
  public enum ChangeKind {
    @SerializedName("created")
    CREATED,
    @SerializedName("changed")
    CHANGED,
    @SerializedName("deleted")
    DELETED
  }

  public record Change(String path, ChangeKind kind) {}

  /**
   * Notification {@code fs/changed}.
   *
   * @param overflow events were lost: look at everything again
   */
  public record Changed(List<Change> changes, boolean overflow) {
    public Changed {
      changes = List.copyOf(changes);
    }
  }
}
