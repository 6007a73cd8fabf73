package com.joyofhardware.agent.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes with posix_spawn(3): in one call a session of their own, the folder, the
 * descriptors, default signals. The JDK's Process can't: it puts the child into the agent's own
 * process group, and tells a child killed by signal 9 and one that exits with 137 alike.
 */
public final class Spawner {
  private Spawner() {}

  /** A process on a terminal of its own. */
  public record InTerminal(Child child, Pty pty) {}

  /** A process on three pipes, whose agent's ends never block. */
  public record OnPipes(Child child, int stdin, int stdout, int stderr) {}

  static InTerminal inTerminal(Launch launch, int cols, int rows) {
    Pty pty = Pty.open(cols, rows);
    try (Actions actions = new Actions(launch.cwd())) {
      // the leader of a session gets the first terminal it opens as its own
      actions.open(0, pty.name());
      actions.duplicate(0, 1);
      actions.duplicate(0, 2);
      return new InTerminal(start(launch, actions), pty);
    } catch (RuntimeException e) {
      pty.close();
      throw e;
    }
  }

  static OnPipes onPipes(Launch launch) {
    List<Pipe> pipes = new ArrayList<>();
    try (Actions actions = new Actions(launch.cwd())) {
      for (int fd = 0; fd < 3; fd++) {
        Pipe pipe = Pipe.open();
        pipes.add(pipe);
        actions.duplicate(fd == 0 ? pipe.readEnd() : pipe.writeEnd(), fd);
      }
      Child child = start(launch, actions);
      Pipe in = pipes.get(0);
      Pipe out = pipes.get(1);
      Pipe err = pipes.get(2);
      List.of(in.readEnd(), out.writeEnd(), err.writeEnd()).forEach(Libc::close);
      Pipe.neverBlock(in.writeEnd());
      Pipe.neverBlock(out.readEnd());
      Pipe.neverBlock(err.readEnd());
      return new OnPipes(child, in.writeEnd(), out.readEnd(), err.readEnd());
    } catch (RuntimeException e) {
      pipes.forEach(Pipe::close);
      throw e;
    }
  }

  private static Child start(Launch launch, Actions actions) {
    if (!Files.isDirectory(launch.cwd())) {
      throw new JoyException(
          ErrorCode.FILE_NOT_FOUND, "there is no folder " + launch.cwd() + " to start in");
    }
    Path program = ProgramPath.find(launch);
    actions.closeFrom(3);
    int error = spawn(program.toString(), launch.argv(), launch, actions);
    if (error == Libc.ENOEXEC) {
      // a script without #!, as execvp(3) takes it
      List<String> script = new ArrayList<>(List.of("/bin/sh", program.toString()));
      script.addAll(launch.argv().subList(1, launch.argv().size()));
      error = spawn("/bin/sh", script, launch, actions);
    }
    return switch (error) {
      case 0 -> {
        Reserve.keepFrom(actions.pid());
        yield Child.of(actions.pid());
      }
      case Libc.ENOENT -> throw ProgramPath.missing(launch);
      case Libc.E2BIG ->
          throw new JoyException(
              ErrorCode.TOO_LARGE,
              launch.argv().get(0) + ": the arguments and the environment are too long together");
      case Libc.EACCES -> throw ProgramPath.notExecutable(launch);
      default ->
          throw new JoyException(
              ErrorCode.INTERNAL,
              launch.argv().get(0)
                  + " could not be started (error "
                  + error
                  + " of the system); end other programs and try again");
    };
  }

  private static int spawn(String program, List<String> argv, Launch launch, Actions actions) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(Libc.OPAQUE);
      MemorySegment signals = arena.allocate(Libc.OPAQUE);
      Libc.initAttributes(attributes);
      try {
        Libc.setFlags(
            attributes,
            Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
        Libc.fillSignals(signals);
        Libc.setDefaultSignals(attributes, signals);
        Libc.emptySignals(signals);
        Libc.setSignalMask(attributes, signals);
        List<String> env = new ArrayList<>();
        launch.env().forEach((name, value) -> env.add(name + "=" + value));
        return Libc.spawn(
            actions.pidHolder(),
            arena.allocateFrom(program),
            actions.actions(),
            attributes,
            strings(arena, argv),
            strings(arena, env));
      } finally {
        Libc.destroyAttributes(attributes);
      }
    }
  }

  private static MemorySegment strings(Arena arena, List<String> values) {
    MemorySegment array = arena.allocate(ADDRESS, values.size() + 1L);
    for (int i = 0; i < values.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(values.get(i)));
    }
    return array;
  }

  /** What the child does before it becomes the program, in order. */
  private static final class Actions implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment actions = arena.allocate(Libc.OPAQUE);
    private final MemorySegment pid = arena.allocate(JAVA_INT);

    Actions(Path cwd) {
      Libc.initActions(actions);
      Libc.addChangeFolder(actions, arena.allocateFrom(cwd.toString()));
    }

    void open(int fd, String path) {
      Libc.addOpen(actions, fd, arena.allocateFrom(path), Libc.O_RDWR);
    }

    void duplicate(int fd, int as) {
      Libc.addDuplicate(actions, fd, as);
    }

    /** The JDK opens some descriptors that would live on in the child. */
    void closeFrom(int lowest) {
      Libc.addCloseFrom(actions, lowest);
    }

    MemorySegment actions() {
      return actions;
    }

    MemorySegment pidHolder() {
      return pid;
    }

    int pid() {
      return pid.get(JAVA_INT, 0);
    }

    @Override
    public void close() {
      Libc.destroyActions(actions);
      arena.close();
    }
  }
}
