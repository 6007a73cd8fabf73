package com.joyofhardware.agent.terminal;

import com.joyofhardware.agent.process.ProcessTable;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.TerminalInfo;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Which texts that a terminal shows are files of the workspace. */
final class LinkTargets {
  private final Path workspace;

  LinkTargets(Path workspace) {
    this.workspace = workspace;
  }

  /** As seen from the shell's folder; what a tool printed from the root counts too. */
  TerminalInfo.Links of(TerminalInfo.Shown shown) {
    Path cwd = ProcessTable.cwd(shown.pid()).map(Path::of).orElse(workspace);
    return new TerminalInfo.Links(
        shown.paths().stream()
            .limit(Limits.MAX_TERMINAL_LINKS)
            .map(path -> find(cwd, path).map(workspace::relativize).map(Path::toString).orElse(""))
            .toList());
  }

  private Optional<Path> find(Path cwd, String text) {
    try {
      return Stream.of(cwd, workspace)
          .map(from -> from.resolve(text).normalize())
          .filter(path -> path.startsWith(workspace))
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
