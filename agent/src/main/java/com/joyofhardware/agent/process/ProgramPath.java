package com.joyofhardware.agent.process;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds a program as execvp(3) does, but on the PATH that the program itself will have. */
final class ProgramPath {
  private ProgramPath() {}

  static Path find(Launch launch) {
    String name = launch.argv().get(0);
    try {
      if (name.contains("/")) {
        return launch.cwd().resolve(name);
      }
      boolean seen = false;
      for (String folder : launch.env().getOrDefault("PATH", "").split(":", -1)) {
        Path candidate = launch.cwd().resolve(folder).resolve(name);
        if (Files.isRegularFile(candidate)) {
          if (Files.isExecutable(candidate)) {
            return candidate;
          }
          seen = true;
        }
      }
      throw seen ? notExecutable(launch) : missing(launch);
    } catch (InvalidPathException e) {
      throw missing(launch);
    }
  }

  static JoyException missing(Launch launch) {
    return new JoyException(ErrorCode.FILE_NOT_FOUND, launch.argv().get(0) + ": command not found");
  }

  static JoyException notExecutable(Launch launch) {
    return new JoyException(
        ErrorCode.FILE_NO_PERMISSION, launch.argv().get(0) + ": not an executable program");
  }
}
