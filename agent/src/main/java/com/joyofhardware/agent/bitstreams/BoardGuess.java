package com.joyofhardware.agent.bitstreams;

import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which board a bitstream was built for. It says only which FPGA; the pin file beside it is named
 * after the board as a rule ({@code icebreaker.pcf}), or the Makefile speaks of it. Where that
 * leaves two possibilities it is not known.
 */
final class BoardGuess {
  /** A board of the table in {@code web/flash}. */
  private record Board(String id, String device, String word) {}

  /** The more exact word comes before the one that is part of it. */
  private static final List<Board> BOARDS =
      List.of(
          new Board("icebreaker-bitsy", "5k", "bitsy"),
          new Board("icebreaker", "5k", "icebreaker"),
          new Board("upduino3", "5k", "upduino"),
          new Board("fomu", "5k", "fomu"),
          new Board("icestick", "1k", "icestick"),
          new Board("hx8k", "8k", "hx8k"));

  private static final int LEVELS = 8;
  private static final int ENTRIES = 5_000;
  private static final int MAKEFILE = 64 << 10;

  private final Path workspace;

  BoardGuess(Path workspace) {
    this.workspace = workspace;
  }

  /** Looks beside the bitstream, then in the folders above, as far as one has a pin file. */
  Optional<String> of(String path, String device) throws IOException {
    BeneathPath at = BeneathPath.parse(path);
    try (Folder root = Folder.root(workspace)) {
      for (int level = 0; level < LEVELS && !at.isRoot(); level++) {
        at = at.parent();
        try (Folder folder = root.folder(at)) {
          List<String> pins = pinFiles(folder);
          String makefile = makefile(folder);
          if (!pins.isEmpty() || !makefile.isEmpty()) {
            return choose(pins, makefile, device);
          }
        }
      }
    } catch (JoyException e) {
      return Optional.empty(); // it is being moved away: it will be looked at again
    }
    return Optional.empty();
  }

  static Optional<String> choose(List<String> pins, String makefile, String device) {
    List<String> used = pins.stream().filter(makefile::contains).toList();
    List<String> fitting = boards(used.isEmpty() ? pins : used, device);
    if (fitting.isEmpty()) {
      fitting = boards(makefile.lines().toList(), device);
    }
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  private static List<String> boards(List<String> texts, String device) {
    return texts.stream()
        .map(text -> text.toLowerCase(Locale.ROOT))
        .flatMap(text -> BOARDS.stream().filter(board -> text.contains(board.word())).limit(1))
        .filter(board -> board.device().equals(device))
        .map(Board::id)
        .distinct()
        .toList();
  }

  private static List<String> pinFiles(Folder folder) throws IOException {
    List<String> names = new ArrayList<>();
    int[] seen = {0};
    folder.visit((name, addressable) -> {
      if (addressable && name.toLowerCase(Locale.ROOT).endsWith(".pcf")) {
        names.add(name);
      }
      return ++seen[0] < ENTRIES;
    });
    return names;
  }

  private static String makefile(Folder folder) throws IOException {
    for (String name : List.of("Makefile", "makefile", "GNUmakefile")) {
      try (Entry entry = folder.entry(BeneathPath.ROOT.resolve(name));
          FileChannel file = entry.read()) {
        return new String(
            Channels.newInputStream(file).readNBytes(MAKEFILE), StandardCharsets.UTF_8);
      } catch (JoyException e) {
        // not under this name
      }
    }
    return "";
  }
}
