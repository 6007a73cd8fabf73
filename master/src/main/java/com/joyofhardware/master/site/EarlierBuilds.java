package com.joyofhardware.master.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The builds of the pages that this server served before the one of now. A tab that was open during
 * an upgrade still asks for scripts of its build: those of the last two stay served.
 */
final class EarlierBuilds {
  private static final int KEPT = 2;

  private EarlierBuilds() {}

  /** The earlier folders that are still there, newest first; {@code now} is remembered. */
  static List<Path> before(Path now, Path data) throws IOException {
    Path record = data.resolve("served-builds");
    List<String> known =
        Files.exists(record) ? Files.readAllLines(record, StandardCharsets.UTF_8) : List.of();
    String current = now.toAbsolutePath().normalize().toString();
    List<String> served =
        Stream.concat(Stream.of(current), known.stream()).distinct().limit(1 + KEPT).toList();
    Files.createDirectories(data);
    Files.write(record, served, StandardCharsets.UTF_8);
    return served.stream().skip(1).map(Path::of).filter(Files::isDirectory).toList();
  }
}
