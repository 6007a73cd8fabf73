package com.joyofhardware.agent.bitstreams;

import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.beneath.NewFile;
import com.joyofhardware.agent.beneath.PartialName;
import com.joyofhardware.agent.git.Revision;
import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was checked out when each bitstream was built. Kept in the repository's own folder: that is
 * part of the snapshot, so a bitstream that comes back after a log-out is not taken for the work of
 * whatever commit is checked out then. For one thread.
 */
final class BuildNotes {
  private static final BeneathPath FOLDER = BeneathPath.parse(".git");
  private static final String OWN = "joy";
  private static final String FILE = "bitstreams.json";
  private static final int LARGEST = 256 << 10;

  /** One note. */
  record Note(
      @Nullable String path,
      @Nullable String sha256,
      @Nullable String commit,
      boolean clean,
      long builtAt) {}

  record Notes(List<Note> built) {
    Notes {
      built = List.copyOf(built); // what is no list of notes is malformed
    }
  }

  private final Path workspace;
  private final Identity identity;
  private @Nullable Map<String, Note> notes;

  BuildNotes(Path workspace, Identity identity) {
    this.workspace = workspace;
    this.identity = identity;
  }

  /** The note on what has this content at this path. */
  Optional<Note> of(String path, String sha256) throws IOException {
    return Optional.ofNullable(known().get(path)).filter(note -> sha256.equals(note.sha256()));
  }

  void add(String path, String sha256, Revision revision, long builtAt) throws IOException {
    Note note = new Note(path, sha256, revision.commit(), revision.clean(), builtAt);
    if (!note.equals(known().put(path, note))) {
      write();
    }
  }

  void remove(String path) throws IOException {
    if (known().remove(path) != null) {
      write();
    }
  }

  private Map<String, Note> known() throws IOException {
    Map<String, Note> all = notes;
    if (all == null) {
      all = read();
      notes = all;
    }
    return all;
  }

  /** Whoever may write in the workspace may write these: what makes no sense is as good as none. */
  private Map<String, Note> read() throws IOException {
    Map<String, Note> all = new LinkedHashMap<>();
    try (Folder root = Folder.root(workspace);
        Entry entry = root.entry(FOLDER.resolve(OWN).resolve(FILE));
        FileChannel file = entry.read()) {
      if (file.size() > LARGEST) {
        return all;
      }
      byte[] bytes = Channels.newInputStream(file).readNBytes(LARGEST);
      Notes read = Json.read(new String(bytes, StandardCharsets.UTF_8), Notes.class);
      for (Note note : read.built()) {
        String path = note.path();
        if (path != null && isCommit(note.commit())) {
          all.put(path, note);
        }
      }
    } catch (JoyException e) {
      if (e.code() == ErrorCode.INTERNAL) {
        throw e;
      }
    }
    return all;
  }

  private static boolean isCommit(@Nullable String text) {
    return text != null && text.matches("[0-9a-f]{40}([0-9a-f]{24})?");
  }

  private void write() throws IOException {
    List<Note> newest =
        known().values().stream()
            .sorted(Comparator.comparingLong(Note::builtAt).reversed())
            .limit(Limits.MAX_BITSTREAMS)
            .toList();
    byte[] text = Json.write(new Notes(newest), Notes.class).getBytes(StandardCharsets.UTF_8);
    try (Identity.Write _ = identity.write();
        Folder root = Folder.root(workspace);
        Folder git = root.folder(FOLDER)) {
      makeUnlessThere(git);
      try (Folder own = git.folder(BeneathPath.ROOT.resolve(OWN))) {
        replace(own, text);
      }
    } catch (JoyException e) {
      // Without a repository there is no commit to note; and the last save is no time to write.
      if (e.code() == ErrorCode.INTERNAL || e.code() == ErrorCode.DISK_FULL) {
        throw e;
      }
    }
  }

  private static void makeUnlessThere(Folder git) {
    try {
      git.makeFolder(OWN);
    } catch (JoyException e) {
      if (e.code() != ErrorCode.FILE_EXISTS) {
        throw e;
      }
    }
  }

  private static void replace(Folder folder, byte[] text) throws IOException {
    String partial = PartialName.next();
    boolean placed = false;
    try (NewFile file = folder.create(partial)) {
      ByteBuffer rest = ByteBuffer.wrap(text);
      while (rest.hasRemaining()) {
        file.channel().write(rest);
      }
      folder.move(partial, folder, FILE, true);
      placed = true;
    } finally {
      if (!placed) {
        folder.removeFile(partial);
      }
    }
  }
}
