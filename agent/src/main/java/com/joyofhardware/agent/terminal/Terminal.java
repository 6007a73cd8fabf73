package com.joyofhardware.agent.terminal;

import com.joyofhardware.agent.process.Child;
import com.joyofhardware.agent.process.Ended;
import com.joyofhardware.agent.process.FdOutput;
import com.joyofhardware.agent.process.LoopFd;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.process.Pty;
import com.joyofhardware.agent.process.Spawner;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.TerminalMessage;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One terminal. What the shell prints goes into the scrollback, and from there to the viewer; the
 * pty is read no further than the viewer can follow, so output waits in the kernel and the program
 * that makes it stands still. Only on the process loop.
 */
final class Terminal {
  /** How far reading runs ahead of what has been sent. */
  private static final int READ_AHEAD = 64 << 10;

  /** After so many bytes others on the loop have their turn. */
  private static final int TURN = 256 << 10;

  /** Of the close frame that a viewer gets when another takes its place. */
  static final int TAKEN_OVER = 4001;

  private final String id;
  private final Processes processes;
  private final Child child;
  private final Pty pty;
  private final Runnable gone;

  /** It is for its output and its exit code: they wait for a viewer. */
  private final boolean command;

  private final Scrollback scrollback = new Scrollback(Limits.TERMINAL_SCROLLBACK);
  private final FdOutput input = new FdOutput(() -> {});
  private final LoopFd fd;
  private volatile @Nullable String name;
  private @Nullable Viewer viewer;
  private @Nullable Ended ended;
  private int cols;
  private int rows;
  private boolean readable;
  private boolean drained;
  private boolean closing;
  private boolean disposed;

  /**
   * A terminal whose shell or command runs.
   *
   * @param command it is no shell
   * @param gone told when nothing is left of it
   */
  Terminal(
      String id,
      Processes processes,
      Spawner.InTerminal started,
      int cols,
      int rows,
      boolean command,
      Runnable gone) {
    this.id = id;
    this.processes = processes;
    this.child = started.child();
    this.pty = started.pty();
    this.command = command;
    this.cols = cols;
    this.rows = rows;
    this.gone = gone;
    this.fd = LoopFd.register(processes.loop(), pty.fd(), this::becameReadable, input::flush);
    input.open(fd);
    child.ended().thenAccept(end -> processes.loop().run(() -> hasEnded(end)));
  }

  String id() {
    return id;
  }

  /** What a person called it. From every thread, as is the next. */
  @Nullable String name() {
    return name;
  }

  void rename(@Nullable String wanted) {
    name = wanted;
  }

  Child child() {
    return child;
  }

  boolean command() {
    return command;
  }

  boolean attached() {
    return viewer != null;
  }

  /** Ends what runs in it; nobody waits for the rest. */
  void close() {
    closing = true;
    if (ended == null) {
      child.hangUp();
    }
    turn();
  }

  long foregroundGroup() {
    return disposed ? -1 : pty.foregroundGroup();
  }

  void attach(Viewer next, boolean created, int wantedCols, int wantedRows) {
    Viewer before = viewer;
    if (before != null) {
      before.close(TAKEN_OVER, "another window has taken this terminal over");
    }
    if (disposed) {
      end(next);
      return;
    }
    resize(wantedCols, wantedRows);
    Scrollback.Start start = scrollback.start();
    int replay = (int) (scrollback.end() - start.position()) + start.prefix().length();
    next.tell(new TerminalMessage.Attached(created, replay, cols, rows, child.pid()));
    next.startAt(start);
    viewer = next;
    turn();
  }

  void detach(Viewer left) {
    if (viewer == left) {
      viewer = null;
      turn();
    }
  }

  /** Takes the buffer over. A viewer that pastes faster than the program reads is cut off. */
  void input(Viewer from, ByteBuf bytes) {
    if (from != viewer || disposed) {
      bytes.release();
      return;
    }
    input.write(bytes);
    if (input.pending() > Limits.TERMINAL_INPUT) {
      // not holding the viewer back instead: its acknowledgements come the same way
      from.close(1009, "too much input at once: the program in the terminal isn't reading it");
    }
  }

  void acknowledge(Viewer from, int bytes) {
    from.acknowledge(bytes);
    turn();
  }

  void resize(int newCols, int newRows) {
    if (!disposed && (newCols != cols || newRows != rows)) {
      cols = newCols;
      rows = newRows;
      pty.resize(newCols, newRows);
    }
  }

  private void becameReadable() {
    readable = true;
    turn();
  }

  private void hasEnded(Ended end) {
    ended = end;
    readable = true; // what is still in the pty counts
    turn();
  }

  /** Reads what there is room for, sends what the viewer has room for, and ends if it is time. */
  void turn() {
    if (disposed) {
      return;
    }
    int moved = 0;
    while (readable && mayRead() && moved < TURN) {
      int count = readAhead();
      moved += count;
      Viewer target = viewer;
      if (target != null) {
        target.send(scrollback);
      }
    }
    Viewer target = viewer;
    if (target != null) {
      target.send(scrollback);
    }
    if (readable && mayRead()) {
      processes.loop().loop().execute(this::turn);
    } else if (ended != null && drained) {
      finish(target);
    }
  }

  /**
   * Once a viewer has all of it. A shell is over then; a command's end is told to every viewer
   * until one has closed it: what was sent on a connection that broke was not seen.
   */
  private void finish(@Nullable Viewer target) {
    if (target != null && target.position() < scrollback.end()) {
      return;
    }
    if (!command || closing) {
      dispose();
    } else if (target != null) {
      target.tellEnd(exit());
    }
  }

  private boolean mayRead() {
    Viewer target = viewer;
    return target == null || scrollback.end() - target.position() < READ_AHEAD;
  }

  /** A pty gives at most 4 KiB a read; many reads make one frame. */
  private int readAhead() {
    int total = 0;
    while (total < READ_AHEAD) {
      var room = scrollback.room();
      int count = fd.read(room.address(), (int) Math.min(room.byteSize(), READ_AHEAD));
      if (count <= 0) {
        readable = false;
        drained = count < 0 || ended != null;
        break;
      }
      scrollback.wrote(count);
      total += count;
      processes.printed();
    }
    return total;
  }

  private void dispose() {
    disposed = true;
    input.discard();
    fd.close();
    scrollback.close();
    gone.run();
    Viewer last = viewer;
    viewer = null;
    if (last != null) {
      end(last);
    }
  }

  private void end(Viewer last) {
    last.tellEnd(exit());
    last.close(1000, "");
  }

  private TerminalMessage.Exit exit() {
    return switch (Objects.requireNonNull(ended)) {
      case Ended.Exited(int code) -> new TerminalMessage.Exit(code, null);
      case Ended.Signalled(String signal) -> new TerminalMessage.Exit(null, signal);
    };
  }
}
