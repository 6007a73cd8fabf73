package com.joyofhardware.agent.terminal;

import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.server.Request;
import com.joyofhardware.agent.server.WebSocketListener;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.TerminalInfo;
import com.joyofhardware.protocol.agent.TerminalStart;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Plugs terminals into the agent. */
public final class TerminalRoom {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int COLS = 80;
  private static final int ROWS = 24;

  private TerminalRoom() {}

  private record ListParams() {}

  private record KillParams(String id) {}

  public static void open(Services services, Processes processes) {
    Terminals terminals = new Terminals(processes);
    services
        .routes()
        .webSocket("/terminal/{id}", request -> connect(request, terminals, processes));
    services
        .rpc()
        .method("terminal/list", ListParams.class, (connection, params) -> terminals.list());
    LinkTargets links = new LinkTargets(processes.environment().workspace());
    services
        .rpc()
        .method("terminal/links", TerminalInfo.Shown.class, (connection, shown) -> links.of(shown));
    services
        .rpc()
        .method(
            "terminal/start",
            TerminalStart.class,
            (connection, wanted) -> {
              requireId(wanted.id());
              TerminalSocket.cells(wanted.cols());
              TerminalSocket.cells(wanted.rows());
              terminals.start(wanted);
              return null;
            });
    services
        .rpc()
        .method(
            "terminal/environment",
            TerminalStart.Look.class,
            (connection, look) -> terminals.environment(look));
    services
        .rpc()
        .method(
            "terminal/rename",
            TerminalInfo.Rename.class,
            (connection, rename) -> {
              terminals.rename(rename.id(), rename.name());
              return null;
            });
    services
        .rpc()
        .method(
            "terminal/kill",
            KillParams.class,
            (connection, params) -> {
              terminals.kill(params.id());
              return null;
            });
  }

  private static WebSocketListener connect(
      Request request, Terminals terminals, Processes processes) {
    String id = request.rest();
    requireId(id);
    int cols = cells(request, "cols", COLS);
    int rows = cells(request, "rows", ROWS);
    Path cwd = folder(processes.environment().workspace(), request.query("cwd").orElse(""));
    boolean attach = request.query("attach").map(Boolean::parseBoolean).orElse(false);
    Terminals.Opened opened = attach ? terminals.attach(id) : terminals.open(id, cols, rows, cwd);
    return new TerminalSocket(processes.loop(), opened, cols, rows);
  }

  private static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "a terminal's id has 1 to 64 characters, each of A-Z, a-z, 0-9, '_' and '-'");
    }
  }

  private static int cells(Request request, String name, int otherwise) {
    try {
      return TerminalSocket.cells(request.query(name).map(Integer::parseInt).orElse(otherwise));
    } catch (NumberFormatException e) {
      throw new JoyException(ErrorCode.BAD_REQUEST, name + " must be a whole number", e);
    }
  }

  private static Path folder(Path workspace, String cwd) {
    try {
      return workspace.resolve(cwd);
    } catch (InvalidPathException e) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "cwd is not a path", e);
    }
  }
}
