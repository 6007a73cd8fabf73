package com.joyofhardware.engine.local;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

/**
 * What all sandboxes of an engine share on disk: the scripts, the filter of system calls and {@code
 * /etc}.
 */
record EngineFiles(Path scripts, Path etc) {
  private static final List<String> SCRIPTS = List.of("supervise.sh", "launch.sh", "init.sh");

  static EngineFiles write(Path folder) throws IOException {
    EngineFiles files = new EngineFiles(folder.resolve("scripts"), folder.resolve("etc"));
    Files.createDirectories(files.scripts);
    for (String name : SCRIPTS) {
      replace(files.scripts.resolve(name), resource(name));
    }
    replace(files.scripts.resolve("system-calls.bpf"), SystemCallFilter.program());
    EtcFiles.write(files.etc);
    return files;
  }

  Path script(String name) {
    return scripts.resolve(name);
  }

  /** As a new file, because a shell that runs the old one still reads from it. */
  private static void replace(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Path draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
    Files.write(draft, content);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = EngineFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("the engine's jar lacks " + name);
      }
      return in.readAllBytes();
    }
  }
}
