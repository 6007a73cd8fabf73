package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.beneath.PartialName;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.FileEntry;
import com.joyofhardware.protocol.agent.FileKind;
import com.joyofhardware.protocol.agent.FileStat;
import com.joyofhardware.protocol.agent.Fs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code fs/stat} and {@code fs/list}. */
final class FileReads {
  private final Places places;

  FileReads(Places places) {
    this.places = places;
  }

  FileStat stat(String path) throws IOException {
    try (Places.Found found = places.look(path)) {
      Entry entry = found.entry();
      Attributes all = Etags.settled(entry::attributes);
      boolean file = all.kind() == FileKind.FILE;
      boolean link = all.kind() == FileKind.LINK;
      @Nullable String target = link ? new String(entry.target(), StandardCharsets.UTF_8) : null;
      return new FileStat(
          path,
          all.kind(),
          all.size(),
          all.modified(),
          all.created(),
          all.mode(),
          file ? all.etag() : null,
          target,
          found.place().readOnly() || all.isWriteProtected() || (!link && !entry.isWritable()));
    }
  }

  /**
   * A folder's entries by name, up to the limit. A name that isn't UTF-8 is shown with replacement
   * characters and of kind {@code other}: that it is there can be seen, but no call reaches it.
   */
  Fs.Listing list(String path) throws IOException {
    try (Places.Found found = places.open(path)) {
      FileKind kind = found.entry().attributes().kind();
      if (kind != FileKind.FOLDER) {
        throw new JoyException(ErrorCode.FILE_NOT_FOLDER, "'" + path + "' is not a folder");
      }
      List<FileEntry> entries = new ArrayList<>();
      boolean[] truncated = {false};
      try (Folder root = found.place().open();
          Folder folder = root.folder(found.place().path())) {
        folder.visit((name, addressable) -> {
          if (PartialName.is(name)) {
            return true;
          }
          if (entries.size() == Limits.MAX_LIST_ENTRIES) {
            truncated[0] = true;
            return false;
          }
          if (addressable) {
            add(entries, folder, name);
          } else {
            entries.add(new FileEntry(name, FileKind.OTHER, 0, 0));
          }
          return true;
        });
      }
      entries.sort(Comparator.comparing(FileEntry::name));
      return new Fs.Listing(entries, truncated[0]);
    }
  }

  private static void add(List<FileEntry> entries, Folder folder, String name) throws IOException {
    try {
      Attributes all = folder.attributes(name);
      entries.add(new FileEntry(name, all.kind(), all.size(), all.modified()));
    } catch (NoSuchFileException e) {
      // It went between the listing and the look: then it isn't listed.
      return;
    }
  }
}
