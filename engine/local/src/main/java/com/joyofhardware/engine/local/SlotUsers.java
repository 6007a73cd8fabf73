package com.joyofhardware.engine.local;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whose host uids the sandboxes run under. Never ours: each slot has one that nobody else has. */
sealed interface SlotUsers permits RootSlotUsers, SubordinateSlotUsers {
  /**
   * A uid, with a gid of the same number.
   *
   * @param host as the machine counts
   * @param supervisor as the supervisor counts, inside its user namespace if it has one
   */
  record Slot(int host, int supervisor) {}

  /** Candidates in the order in which they are taken. */
  Stream<Slot> slots();

  /** The slot with this host uid. */
  Slot slot(int host);

  /** What makes the command after it run as the slot itself. */
  default List<String> become(int host) {
    String uid = Integer.toString(slot(host).supervisor());
    return Stream.concat(
            elevation().stream(),
            Stream.of("setpriv", "--reuid", uid, "--regid", uid, "--clear-groups", "--"))
        .toList();
  }

  /** What makes the command after it the master over the slots' files and processes. */
  List<String> elevation();

  /** Where every engine that may use the same uids keeps its locks. */
  Path locks();
}
