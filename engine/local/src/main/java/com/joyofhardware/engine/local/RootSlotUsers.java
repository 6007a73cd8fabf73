package com.joyofhardware.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** As root: uids from a number on, without those that are accounts or somebody's subordinates. */
record RootSlotUsers(int first, int count, List<Range> taken) implements SlotUsers {
  private static final Pattern COLON = Pattern.compile(":");

  /** Uids that are somebody's. */
  record Range(long first, long count) {
    boolean contains(int uid) {
      return uid >= first && uid < first + count;
    }
  }

  RootSlotUsers {
    taken = List.copyOf(taken);
  }

  static RootSlotUsers of(int first, int count) throws IOException {
    List<Range> taken = new ArrayList<>();
    for (String[] account : lines(Path.of("/etc/passwd"))) {
      taken.add(new Range(Long.parseLong(account[2]), 1));
    }
    for (String[] range : lines(Path.of("/etc/subuid"))) {
      taken.add(new Range(Long.parseLong(range[1]), Long.parseLong(range[2])));
    }
    return new RootSlotUsers(first, count, taken);
  }

  private static List<String[]> lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(line -> COLON.split(line, -1))
        .filter(fields -> fields.length >= 3)
        .toList();
  }

  @Override
  public Stream<Slot> slots() {
    return IntStream.iterate(first, uid -> uid + 1)
        .filter(uid -> taken.stream().noneMatch(range -> range.contains(uid)))
        .limit(count)
        .mapToObj(uid -> new Slot(uid, uid));
  }

  @Override
  public Slot slot(int host) {
    return new Slot(host, host);
  }

  @Override
  public List<String> elevation() {
    return List.of();
  }

  @Override
  public Path locks() {
    return Path.of("/var/lib/joy/slots");
  }
}
