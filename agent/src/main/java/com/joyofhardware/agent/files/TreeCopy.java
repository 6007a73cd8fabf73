package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.beneath.NewFile;
import com.joyofhardware.agent.beneath.PartialName;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.FileKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Copies an entry with all its content, modes and links as they are. */
final class TreeCopy {
  /**
   * Copies into a partial name, which nobody sees until it is renamed; when it fails nothing stays.
   *
   * @return that name
   */
  String copy(Folder source, String name, Folder target) throws IOException {
    String partial = PartialName.next();
    try {
      copy(source, name, target, partial);
      return partial;
    } catch (IOException | RuntimeException e) {
      if (exists(target, partial)) {
        TreeDelete.all(target, partial);
      }
      throw e;
    }
  }

  private void copy(Folder source, String name, Folder target, String newName) throws IOException {
    try (Entry entry = source.entry(BeneathPath.ROOT.resolve(name))) {
      Attributes all = entry.attributes();
      switch (all.kind()) {
        case FILE -> copyFile(entry, all.mode(), target, newName);
        case LINK -> target.makeLink(entry.target(), newName);
        case FOLDER -> copyFolder(source, name, all.mode(), target, newName);
        case OTHER ->
            throw new JoyException(
                ErrorCode.FILE_NO_PERMISSION,
                "'" + name + "' is a pipe, a socket or a device and can't be copied");
      }
    }
  }

  private static void copyFile(Entry from, int mode, Folder target, String newName)
      throws IOException {
    try (FileChannel input = from.read();
        NewFile output = target.create(newName)) {
      long at = 0;
      long sent;
      do {
        sent = input.transferTo(at, 1 << 30, output.channel());
        at += sent;
      } while (sent > 0);
      output.mode(mode);
    }
  }

  private void copyFolder(Folder source, String name, int mode, Folder target, String newName)
      throws IOException {
    target.makeFolder(newName);
    List<String> names = new ArrayList<>();
    try (Folder from = source.folder(BeneathPath.ROOT.resolve(name));
        Folder to = target.folder(BeneathPath.ROOT.resolve(newName))) {
      from.visit((entry, addressable) -> {
        if (!addressable) {
          throw new JoyException(
              ErrorCode.BAD_REQUEST,
              "'" + name + "' holds a name that isn't UTF-8; copy it in a terminal");
        }
        if (!PartialName.is(entry)) {
          names.add(entry);
        }
        return true;
      });
      for (String entry : names) {
        copy(from, entry, to, entry);
      }
      to.mode(mode);
    }
  }

  private static boolean exists(Folder folder, String name) throws IOException {
    try (Entry entry = folder.entry(BeneathPath.ROOT.resolve(name))) {
      return entry.attributes().kind() != FileKind.OTHER;
    } catch (JoyException e) {
      return false;
    }
  }
}
