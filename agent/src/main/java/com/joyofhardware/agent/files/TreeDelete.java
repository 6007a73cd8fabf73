package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Deletes an entry with all its content; links are deleted, not what they point to. */
final class TreeDelete {
  private TreeDelete() {}

  static void all(Folder parent, String name) throws IOException {
    if (!parent.isFolder(name)) {
      parent.removeFile(name);
      return;
    }
    try (Folder folder = parent.folder(BeneathPath.ROOT.resolve(name))) {
      List<String> names = new ArrayList<>();
      folder.visit((entry, addressable) -> {
        if (!addressable) {
          throw new JoyException(
              ErrorCode.BAD_REQUEST,
              "'" + name + "' holds a name that isn't UTF-8; delete it in a terminal");
        }
        names.add(entry);
        return true;
      });
      for (String entry : names) {
        all(folder, entry);
      }
    }
    parent.removeFolder(name);
  }
}
