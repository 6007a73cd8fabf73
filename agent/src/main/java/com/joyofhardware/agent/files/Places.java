package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.FileKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the paths of clients lead: relative ones into the workspace, absolute ones into a read-only
 * root. A symbolic link is followed only for reading and only into a read-only root, as {@code
 * result → /nix/store/…}; every other is an entry of its own.
 */
final class Places {
  private static final int MAX_LINKS = 16;

  /** A path below one of the roots. */
  record Place(Path root, BeneathPath path, boolean readOnly) {
    Folder open() throws IOException {
      return Folder.root(root);
    }
  }

  /** Something that was found, and where. */
  record Found(Place place, Entry entry) implements AutoCloseable {
    @Override
    public void close() {
      entry.close();
    }
  }

  private final Path workspace;
  private final List<Path> readOnlyRoots;

  Places(Path workspace, List<Path> readOnlyRoots) {
    this.workspace = workspace;
    this.readOnlyRoots = List.copyOf(readOnlyRoots);
  }

  Path workspace() {
    return workspace;
  }

  /** For writing: only the workspace, and no link on the way. */
  Place writable(String text) {
    if (text.startsWith("/")) {
      throw new JoyException(
          ErrorCode.FILE_READ_ONLY,
          "'" + text + "' is outside the workspace, where nothing is written");
    }
    return new Place(workspace, BeneathPath.parse(text), false);
  }

  /** The entry at a path; a link at its end is the entry itself. */
  Found look(String text) throws IOException {
    return find(text, false);
  }

  /** The entry at a path, for its content: a link into a read-only root is followed. */
  Found open(String text) throws IOException {
    return find(text, true);
  }

  private Found find(String text, boolean followLast) throws IOException {
    String at = text;
    for (int links = 0; links < MAX_LINKS; links++) {
      Place place = locate(at);
      try (Folder root = place.open()) {
        BeneathPath link = null;
        try {
          Entry entry = root.entry(place.path());
          if (!followLast || entry.attributes().kind() != FileKind.LINK) {
            return new Found(place, entry);
          }
          entry.close();
          link = place.path();
        } catch (JoyException e) {
          if (e.code() != ErrorCode.FILE_OUTSIDE && e.code() != ErrorCode.FILE_NOT_FOLDER) {
            throw e;
          }
          link = firstLink(root, place.path(), e);
        }
        at = target(root, place, link);
      }
    }
    throw outside(text);
  }

  private Place locate(String text) {
    if (!text.startsWith("/")) {
      return new Place(workspace, BeneathPath.parse(text), false);
    }
    // Checked as text first: normalising would let "/nix/store/../../etc" look like something else.
    BeneathPath absolute = BeneathPath.parse(text.substring(1));
    Path path = Path.of("/" + absolute);
    for (Path root : readOnlyRoots) {
      if (path.startsWith(root)) {
        String below = root.relativize(path).toString();
        return new Place(root, BeneathPath.parse(below), true);
      }
    }
    throw new JoyException(
        ErrorCode.FILE_OUTSIDE, "'" + text + "' is outside the workspace; use a path inside it");
  }

  /** The first of the names on the way that is a link; the original error when none is. */
  private static BeneathPath firstLink(Folder root, BeneathPath path, JoyException original)
      throws IOException {
    for (int length = 1; length <= path.names().size(); length++) {
      BeneathPath prefix = new BeneathPath(path.names().subList(0, length));
      try (Entry entry = root.entry(prefix)) {
        if (entry.attributes().kind() == FileKind.LINK) {
          return prefix;
        }
      }
    }
    throw original;
  }

  /** The path with its link replaced by what it points to, if that may be followed. */
  private String target(Folder root, Place place, BeneathPath link) {
    String target;
    try (Entry entry = root.entry(link)) {
      target = new String(entry.target(), StandardCharsets.UTF_8);
    }
    if (!target.startsWith("/") && !place.readOnly()) {
      throw outside(link.toString());
    }
    Path folder = place.root().resolve(link.parent().toString());
    Path rest = Path.of(link.toString()).relativize(Path.of(place.path().toString()));
    // What stands before the link are real folders, so ".." in its target means what it says.
    Path followed = folder.resolve(target).normalize().resolve(rest.toString());
    if (readOnlyRoots.stream().noneMatch(followed::startsWith)) {
      throw outside(link.toString());
    }
    return followed.toString();
  }

  private static JoyException outside(String link) {
    return new JoyException(
        ErrorCode.FILE_OUTSIDE,
        "'" + link + "' is a symbolic link, which is not followed; name its target");
  }
}
