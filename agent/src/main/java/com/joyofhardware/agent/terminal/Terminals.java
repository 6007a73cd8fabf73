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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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

  Opened open(String id, int cols, int rows, Path cwd) {
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
      starting.complete(start(id, cols, rows, cwd, starting));
    } catch (RuntimeException | Error e) {
      forget(id, starting);
      starting.completeExceptionally(e);
      throw e;
    }
    return new Opened(join(starting), true);
  }

  private Terminal start(
      String id, int cols, int rows, Path cwd, CompletableFuture<Terminal> place) {
    SessionEnvironment environment = processes.environment();
    Launch shell = new Launch(List.of(environment.shell(), "-l"), cwd, environment.forTerminal());
    Spawner.InTerminal started = processes.inTerminal(shell, cols, rows);
    return onLoop(() ->
        new Terminal(
            id, processes, started.child(), started.pty(), cols, rows, () -> forget(id, place)));
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
              each.terminal().id(), pid, cwd, title, each.attached(), each.terminal().name()));
    }
    return infos;
  }

  /** Ends a terminal and what runs in it. */
  void kill(String id) {
    terminal(id).child().hangUp();
  }

  void rename(String id, String name) {
    if (name.length() > Limits.TERMINAL_NAME) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "a terminal's name has at most " + Limits.TERMINAL_NAME + " characters");
    }
    terminal(id).rename(name.isEmpty() ? null : name);
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
