package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a git tree can't say of a folder's entries: permissions other than 644 and 755, when a file
 * was changed (a build that compares times must not take an old bitstream for a new one), pipes.
 * One record an entry: {@code mode mtime name}, the mode octal with the type, the time in
 * nanoseconds since 1970, ended by a NUL.
 */
record Notes(Map<String, Note> entries) {
  /** The blob in a folder's tree of notes; subfolders have a {@code +} before their name. */
  static final String NAME = "=";

  static final String FOLDER_PREFIX = "+";

  record Note(int mode, long mtime) {}

  static byte[] write(Node.Folder folder) {
    StringBuilder text = new StringBuilder();
    folder
        .children()
        .forEach((name, node) -> {
          // A folder's time changes with every save in it and nothing goes by it.
          long mtime = node instanceof Node.File ? node.stat().mtime() : 0;
          text.append(Integer.toOctalString(node.stat().mode())).append(' ');
          text.append(mtime).append(' ').append(name).append('\0');
        });
    return RawName.bytes(text.toString());
  }

  static Notes read(byte[] blob) throws IOException {
    Map<String, Note> entries = new LinkedHashMap<>();
    String text = RawName.of(blob);
    int at = 0;
    try {
      while (at < text.length()) {
        int end = text.indexOf('\0', at);
        int mode = text.indexOf(' ', at);
        int mtime = text.indexOf(' ', mode + 1);
        entries.put(
            text.substring(mtime + 1, end),
            new Note(
                Integer.parseInt(text.substring(at, mode), 8),
                Long.parseLong(text.substring(mode + 1, mtime))));
        at = end + 1;
      }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("the notes of a folder are damaged", e);
    }
    return new Notes(entries);
  }
}
