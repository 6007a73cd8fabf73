package com.joyofhardware.agent.terminal;

import com.joyofhardware.agent.process.Launch;
import com.joyofhardware.agent.process.ProcessTable;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.process.SessionEnvironment;
import com.joyofhardware.agent.process.Spawner;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.TerminalInfo;
import com.joyofhardware.protocol.agent.TerminalStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** All terminals by the ids that clients gave them. Its methods may block. */
final class Terminals {
  private final Processes processes;

  /** Guarded by itself; one that is being started has its place already. */
  private final Map<String, CompletableFuture<Terminal>> terminals = new LinkedHashMap<>();

  Terminals(Processes processes) {
    this.processes = processes;
  }

  /** A terminal to attach to, and whether it was started for that. */
  record Opened(Terminal terminal, boolean created) {}

  /** With a shell, if it isn't there yet. */
  Opened open(String id, int cols, int rows, Path cwd) {
    SessionEnvironment environment = processes.environment();
    return open(
        id,
        cols,
        rows,
        false,
        () -> new Launch(List.of(environment.shell(), "-l"), cwd, environment.forTerminal()));
  }

  /** One that is there. */
  Opened attach(String id) {
    return new Opened(terminal(id), false);
  }

  /** With a command. */
  void start(TerminalStart wanted) {
    String name = wanted.name();
    requireName(name == null ? "" : name);
    Opened opened = open(wanted.id(), wanted.cols(), wanted.rows(), true, () -> launch(wanted));
    if (!opened.created()) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "there is a terminal '" + wanted.id() + "' already; choose another id");
    }
    opened.terminal().rename(name);
  }

  private Launch launch(TerminalStart wanted) {
    return Launch.asked(
        wanted.argv(),
        wanted.cwd(),
        wanted.env(),
        processes.environment().workspace(),
        environment());
  }

  /** What a command finds. */
  TerminalStart.Environment environment(TerminalStart.Look look) {
    Path workspace = processes.environment().workspace();
    Map<String, String> env = environment();
    List<String> programs =
        Objects.requireNonNullElse(look.programs(), List.<String>of()).stream()
            .filter(program -> new Launch(List.of(program), workspace, env).findsProgram())
            .toList();
    return new TerminalStart.Environment(workspace.toString(), env, programs);
  }

  /** Of a command, which no profile is read for. */
  private Map<String, String> environment() {
    return SessionEnvironment.inTerminal(processes.login().resolve());
  }

  private Opened open(String id, int cols, int rows, boolean command, Supplier<Launch> launch) {
    CompletableFuture<Terminal> starting;
    synchronized (terminals) {
      CompletableFuture<Terminal> known = terminals.get(id);
      if (known != null) {
        return new Opened(join(known), false);
      }
      if (terminals.size() >= Limits.MAX_TERMINALS) {
        throw new JoyException(
            ErrorCode.LIMIT_REACHED,
            Limits.MAX_TERMINALS + " terminals are open in this session; close one of them first");
      }
      starting = new CompletableFuture<>();
      terminals.put(id, starting);
    }
    try {
      Spawner.InTerminal started = processes.inTerminal(launch.get(), cols, rows);
      Runnable gone = () -> forget(id, starting);
      starting.complete(
          onLoop(() -> new Terminal(id, processes, started, cols, rows, command, gone)));
    } catch (RuntimeException | Error e) {
      forget(id, starting);
      starting.completeExceptionally(e);
      throw e;
    }
    return new Opened(join(starting), true);
  }

  private void forget(String id, CompletableFuture<Terminal> place) {
    synchronized (terminals) {
      terminals.remove(id, place);
    }
  }

  /** What runs now, in the order it was started. */
  List<TerminalInfo> list() {
    record Seen(Terminal terminal, boolean attached, long foreground) {}
    List<Seen> seen =
        onLoop(() ->
            running().stream()
                .map(at -> new Seen(at, at.attached(), at.foregroundGroup()))
                .toList());
    List<TerminalInfo> infos = new ArrayList<>();
    for (Seen each : seen) {
      long pid = each.terminal().child().pid();
      String title =
          ProcessTable.entry(each.foreground())
              .or(() -> ProcessTable.entry(pid))
              .map(ProcessTable.Entry::command)
              .orElse("");
      String cwd = ProcessTable.cwd(pid).orElse(processes.environment().workspace().toString());
      infos.add(
          new TerminalInfo(
              each.terminal().id(),
              pid,
              cwd,
              title,
              each.attached(),
              each.terminal().name(),
              each.terminal().command()));
    }
    return infos;
  }

  /** Ends a terminal and what runs in it. */
  void kill(String id) {
    Terminal terminal = terminal(id);
    processes.loop().run(terminal::close);
  }

  void rename(String id, String name) {
    requireName(name);
    terminal(id).rename(name.isEmpty() ? null : name);
  }

  private static void requireName(String name) {
    if (name.length() > Limits.TERMINAL_NAME) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "a terminal's name has at most " + Limits.TERMINAL_NAME + " characters");
    }
  }

  private Terminal terminal(String id) {
    CompletableFuture<Terminal> terminal;
    synchronized (terminals) {
      terminal = terminals.get(id);
    }
    if (terminal == null) {
      throw new JoyException(
          ErrorCode.NOT_FOUND, "there is no terminal '" + id + "'; it may have ended already");
    }
    return join(terminal);
  }

  private Collection<Terminal> running() {
    synchronized (terminals) {
      return terminals.values().stream()
          .filter(each -> each.isDone() && !each.isCompletedExceptionally())
          .map(CompletableFuture::join)
          .toList();
    }
  }

  private <T> T onLoop(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    processes
        .loop()
        .run(() -> {
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return join(result);
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
