package com.joyofhardware.agent.bitstreams;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.bitstreams.BuildNotes.Note;
import com.joyofhardware.agent.git.Revision;
import com.joyofhardware.agent.git.Revisions;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.Bitstreams.Bitstream;
import com.joyofhardware.protocol.agent.FileKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at one file and puts it on the shelf, or takes it off. For one thread but where it says.
 */
final class Inspector {
  /** A file that changed more recently may still be being written. */
  static final long REST_MILLIS = 250;

  /** A file's time is that of the kernel's last tick. */
  private static final long TICK_MILLIS = 10;

  /** The times of files and the clock may be some milliseconds apart. */
  private static final long SLACK_MILLIS = 1_000;

  private static final String FORMAT = "ice40";
  private static final int ID = 24;

  private final Path workspace;
  private final Shelf shelf;
  private final BuildNotes notes;
  private final Revisions revisions;
  private final BoardGuess boards;
  private final InstantSource clock;
  private final Runnable changed;

  /** When watching began, in milliseconds since 1970: what is older nobody saw being built. */
  private volatile long since = Long.MAX_VALUE;

  /**
   * An inspector.
   *
   * @param changed told when the shelf is another; must not block
   */
  Inspector(
      Path workspace,
      Shelf shelf,
      BuildNotes notes,
      Revisions revisions,
      InstantSource clock,
      Runnable changed) {
    this.workspace = workspace;
    this.shelf = shelf;
    this.notes = notes;
    this.revisions = revisions;
    this.boards = new BoardGuess(workspace);
    this.clock = clock;
    this.changed = changed;
  }

  /** From every thread: from now on changes are seen as they happen. */
  void watching() {
    since = Math.min(since, clock.millis() - TICK_MILLIS);
  }

  /**
   * Looks at what is at a path.
   *
   * @param happened it was seen to come or to change; else it was there before
   * @param also told of other paths that have to be looked at
   * @return false when it has to be looked at again after a rest
   */
  boolean inspect(String path, boolean happened, Consumer<String> also) throws IOException {
    try (Folder root = Folder.root(workspace);
        Entry entry = root.entry(BeneathPath.parse(path))) {
      Attributes all = entry.attributes();
      if (all.kind() == FileKind.FOLDER) {
        shelf.from(path).stream().filter(below -> !below.equals(path)).forEach(also);
      }
      if (!SmallFile.mayBe(all)) {
        remove(path);
        return true;
      }
      if (shelf.at(path).filter(kept -> kept.etag().equals(all.etag())).isPresent()) {
        return true;
      }
      if (Math.abs(clock.millis() - all.changed().toEpochMilli()) < REST_MILLIS) {
        return false;
      }
      Optional<SmallFile> file = SmallFile.of(entry);
      if (file.isEmpty() && !entry.attributes().etag().equals(all.etag())) {
        return false;
      }
      Optional<String> device = file.flatMap(small -> IceImage.device(small.bytes()));
      if (file.isPresent() && device.isPresent()) {
        put(path, happened, file.get(), device.get());
      } else {
        remove(path);
      }
      return true;
    } catch (JoyException e) {
      if (e.code() == ErrorCode.INTERNAL) {
        throw e;
      }
      if (e.code() == ErrorCode.LIMIT_REACHED) {
        return false; // too many files are open
      }
      for (String gone : shelf.from(path)) {
        remove(gone);
      }
      return true;
    }
  }

  private void remove(String path) throws IOException {
    if (shelf.remove(path)) {
      notes.remove(path);
      changed.run();
    }
  }

  private void put(String path, boolean happened, SmallFile file, String device)
      throws IOException {
    String sha256 = file.sha256();
    long modified = file.attributes().modified();
    Optional<Note> note = origin(path, happened, sha256, modified);
    Bitstream bitstream =
        new Bitstream(
            id(path, sha256),
            path,
            boards.of(path, device).orElse(null),
            FORMAT,
            device,
            file.bytes().length,
            sha256,
            note.map(Note::commit).orElse(null),
            note.map(Note::clean).orElse(null),
            null,
            note.map(Note::builtAt).orElse(modified));
    if (shelf.put(new Shelf.Kept(bitstream, file.attributes().etag()))) {
      changed.run();
    }
  }

  /** What it was built from: as it was noted, or as it is now if it was built just now. */
  private Optional<Note> origin(String path, boolean happened, String sha256, long modified)
      throws IOException {
    Optional<Note> noted = notes.of(path, sha256);
    boolean isOld = modified < since - SLACK_MILLIS; // unpacked or moved here with its old time
    if (!happened || isOld || noted.filter(note -> note.builtAt() == modified).isPresent()) {
      return noted;
    }
    Set<String> built = new HashSet<>(shelf.paths());
    built.add(path);
    Optional<Revision> revision = revisions.now(built);
    if (revision.isPresent()) {
      notes.add(path, sha256, revision.get(), modified);
    }
    return notes.of(path, sha256);
  }

  private static String id(String path, String sha256) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((sha256 + path).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, ID);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
