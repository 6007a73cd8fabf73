package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Scanner.ChangedFile;
import com.joyofhardware.protocol.control.FrameOutput.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A snapshot on its way: its packs on disk, and what to do when it arrives, or doesn't. */
final class Offer implements AutoCloseable {
  private final PackSpool spool;
  private final List<Path> packs = new ArrayList<>();
  private final Map<ChangedFile, Node.@Nullable File> before = new LinkedHashMap<>();
  private final Set<String> tips = new TreeSet<>();
  private @Nullable ObjectId commit;
  private List<ObjectId> identity = List.of();

  Offer(PackSpool spool) {
    this.spool = spool;
  }

  PackSpool spool() {
    return spool;
  }

  void commit(ObjectId made, List<ObjectId> what) {
    commit = made;
    identity = what;
  }

  List<ObjectId> identity() {
    return identity;
  }

  ObjectId commit() {
    if (commit == null) {
      throw new IllegalStateException("this offer has no commit yet");
    }
    return commit;
  }

  /** A file was read: until the offer arrives it is as it was before. */
  void read(ChangedFile file, Node.@Nullable File was) {
    before.putIfAbsent(file, was);
  }

  Map<ChangedFile, Node.@Nullable File> before() {
    return before;
  }

  void pack(Path pack, Tips reached) {
    packs.add(pack);
    tips.addAll(reached.objects());
  }

  /** Objects that git packs may leave out once this has arrived. */
  Set<String> tips() {
    return tips;
  }

  /** Objects of git first: the snapshot's own commit refers to them. */
  List<Transfer> transfers() {
    List<Transfer> transfers = new ArrayList<>();
    for (Path pack : packs) {
      transfers.add(out -> Files.copy(pack, out));
    }
    if (spool.count() > 0) {
      transfers.add(spool::writeTo);
    }
    return transfers;
  }

  @Override
  public void close() throws IOException {
    spool.close();
    for (Path pack : packs) {
      Files.deleteIfExists(pack);
    }
  }
}
