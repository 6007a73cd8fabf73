package com.joyofhardware.agent.git;

import com.joyofhardware.protocol.agent.Git.Change;
import com.joyofhardware.protocol.agent.Git.Conflict;
import com.joyofhardware.protocol.agent.Git.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code git status --porcelain=v2 -z --branch --show-stash} (git-status(1)). */
final class StatusParser {
  private static final int FIELDS_CHANGED = 8;
  private static final int FIELDS_RENAMED = 9;
  private static final int FIELDS_UNMERGED = 10;

  private final List<Change> changes = new ArrayList<>();
  private final int limit;
  private @Nullable String head;
  private @Nullable String branch;
  private @Nullable String upstream;
  private @Nullable Integer ahead;
  private @Nullable Integer behind;
  private int stashes;
  private boolean truncated;

  private StatusParser(int limit) {
    this.limit = limit;
  }

  /**
   * What git printed.
   *
   * @param cut the end is missing, so the last record may be half
   */
  static StatusParser parse(String output, boolean cut, int limit) {
    StatusParser parser = new StatusParser(limit);
    int end = cut ? output.lastIndexOf('\0') : output.length();
    parser.truncated = cut;
    Iterator<String> records =
        List.of(output.substring(0, Math.max(0, end)).split("\0", -1)).iterator();
    while (records.hasNext() && parser.changes.size() <= limit) {
      parser.record(records.next(), records);
    }
    return parser;
  }

  private void record(String record, Iterator<String> rest) {
    if (record.isEmpty()) {
      return;
    }
    switch (record.charAt(0)) {
      case '#' -> header(record);
      case '1' -> add(changed(record, FIELDS_CHANGED, null));
      case '2' -> {
        if (rest.hasNext()) {
          add(changed(record, FIELDS_RENAMED, rest.next()));
        }
      }
      case 'u' ->
          add(
              new Change(
                  path(record, FIELDS_UNMERGED),
                  null,
                  null,
                  null,
                  conflict(record.substring(2, 4)),
                  false,
                  false));
      case '?' -> add(untracked(record.substring(2)));
      default -> {
        // ignored files, which are not asked for, and what a later git may add
      }
    }
  }

  private void add(Change change) {
    if (changes.size() < limit) {
      changes.add(change);
    } else {
      truncated = true;
    }
  }

  private void header(String record) {
    String[] words = record.split(" ", 3);
    if (words.length < 3) {
      return;
    }
    switch (words[1]) {
      case "branch.oid" -> head = words[2].equals("(initial)") ? null : words[2];
      case "branch.head" -> branch = words[2].equals("(detached)") ? null : words[2];
      case "branch.upstream" -> upstream = words[2];
      case "branch.ab" -> {
        String[] counts = words[2].split(" ", -1);
        ahead = Integer.parseInt(counts[0].substring(1));
        behind = Integer.parseInt(counts[1].substring(1));
      }
      case "stash" -> stashes = Integer.parseInt(words[2]);
      default -> {
        // headers of a later git
      }
    }
  }

  private static Change changed(String record, int fields, @Nullable String from) {
    return new Change(
        path(record, fields),
        from,
        kind(record.charAt(2)),
        kind(record.charAt(3)),
        null,
        false,
        false);
  }

  /** With {@code --untracked-files=all} only a repository of its own is named as a folder. */
  private static Change untracked(String path) {
    boolean nested = path.endsWith("/");
    String name = nested ? path.substring(0, path.length() - 1) : path;
    return new Change(name, null, null, null, null, !nested, nested);
  }

  /** What follows so many fields, each with a space behind it. */
  private static String path(String record, int fields) {
    int at = 0;
    for (int i = 0; i < fields; i++) {
      at = record.indexOf(' ', at) + 1;
    }
    return record.substring(at);
  }

  private static @Nullable Kind kind(char letter) {
    return switch (letter) {
      case 'M' -> Kind.MODIFIED;
      case 'A' -> Kind.ADDED;
      case 'D' -> Kind.DELETED;
      case 'R' -> Kind.RENAMED;
      case 'C' -> Kind.COPIED;
      case 'T' -> Kind.TYPE;
      default -> null;
    };
  }

  private static Conflict conflict(String letters) {
    return switch (letters) {
      case "DD" -> Conflict.BOTH_DELETED;
      case "AU" -> Conflict.ADDED_BY_US;
      case "UD" -> Conflict.DELETED_BY_THEM;
      case "UA" -> Conflict.ADDED_BY_THEM;
      case "DU" -> Conflict.DELETED_BY_US;
      case "AA" -> Conflict.BOTH_ADDED;
      default -> Conflict.BOTH_MODIFIED;
    };
  }

  List<Change> changes() {
    return changes;
  }

  boolean truncated() {
    return truncated;
  }

  Optional<String> head() {
    return Optional.ofNullable(head);
  }

  Optional<String> branch() {
    return Optional.ofNullable(branch);
  }

  @Nullable String upstream() {
    return upstream;
  }

  @Nullable Integer ahead() {
    return ahead;
  }

  @Nullable Integer behind() {
    return behind;
  }

  int stashes() {
    return stashes;
  }
}
