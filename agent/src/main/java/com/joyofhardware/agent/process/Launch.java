package com.joyofhardware.agent.process;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program to start. The environment is all it gets; nothing is inherited from the agent. */
public record Launch(List<String> argv, Path cwd, Map<String, String> env) {
  public Launch {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
    if (argv.isEmpty() || argv.get(0).isEmpty()) {
      throw new IllegalArgumentException("a program to start needs a name");
    }
  }

  /**
   * What a client asks for.
   *
   * @param cwd relative to the workspace, which is what it is without
   * @param added to the environment
   */
  public static Launch asked(
      List<String> argv,
      @Nullable String cwd,
      @Nullable Map<String, String> added,
      Path workspace,
      Map<String, String> environment) {
    if (argv.isEmpty() || argv.get(0).isEmpty()) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "argv names no program");
    }
    argv.forEach(Launch::requireNoNul);
    Map<String, String> env = new HashMap<>(environment);
    if (added != null) {
      added.forEach((name, value) -> {
        if (name.isEmpty() || name.contains("=") || value == null) {
          throw new JoyException(
              ErrorCode.BAD_REQUEST, "env has a name or value that no environment can hold");
        }
        requireNoNul(name);
        requireNoNul(value);
        env.put(name, value);
      });
    }
    try {
      return new Launch(argv, cwd == null ? workspace : workspace.resolve(cwd), env);
    } catch (InvalidPathException e) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "cwd is not a path", e);
    }
  }

  /** Whether there is such a program; it may still refuse to start. */
  public boolean findsProgram() {
    try {
      ProgramPath.find(this);
      return true;
    } catch (JoyException e) {
      return false;
    }
  }

  private static void requireNoNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "argv and env can't hold a NUL character");
    }
  }

  /** Arguments and environment are people's own: they stay out of logs. */
  @Override
  public String toString() {
    return "Launch[" + argv.get(0) + ", " + argv.size() + " arguments]";
  }
}
