package com.joyofhardware.agent.lsp;

import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.server.WebSocketListener;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.LanguageServers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Plugs language servers into the agent. */
public final class LspRoom {
  /** Seconds without a word after which a server that owes an answer is ended. */
  static final String PATIENCE = "joy.lsp.patience";

  /** Pyright thinks for half a minute over a large project, silently. */
  private static final long PATIENCE_SECONDS = 90;

  private final Path workspace;
  private final Processes processes;
  private final Semaphore free = new Semaphore(Limits.MAX_LANGUAGE_SERVERS);
  private final Map<String, Restarts> restarts = new ConcurrentHashMap<>();

  private final VerilogProjects projects;
  private final Duration patience = Duration.ofSeconds(Long.getLong(PATIENCE, PATIENCE_SECONDS));

  private LspRoom(Services services, Processes processes) {
    this.workspace = services.config().workspace();
    this.processes = processes;
    this.projects = new VerilogProjects(workspace, services.watcher());
  }

  private record NoParams() {}

  public static void open(Services services, Processes processes) {
    LspRoom room = new LspRoom(services, processes);
    LanguageServers offered =
        new LanguageServers(
            room.workspace.toString(), List.copyOf(ServerProgram.all().sequencedKeySet()));
    services.rpc().method("lsp/languages", NoParams.class, (connection, params) -> offered);
    services.routes().webSocket("/lsp/{language}", request -> room.connect(request.rest()));
  }

  private WebSocketListener connect(String language) {
    ServerProgram program = ServerProgram.all().get(language);
    if (program == null) {
      throw new JoyException(
          ErrorCode.NOT_FOUND,
          "there is no language server for this language; there are some for "
              + String.join(", ", ServerProgram.all().keySet()));
    }
    if (!free.tryAcquire()) {
      throw new JoyException(
          ErrorCode.LIMIT_REACHED,
          Limits.MAX_LANGUAGE_SERVERS
              + " language servers run in this session; close another window of it first");
    }
    return new LspSocket(
        new LspSocket.Parts(
            processes,
            program,
            restarts.computeIfAbsent(program.name(), name -> new Restarts(InstantSource.system())),
            dialogue(program),
            patience,
            free::release));
  }

  private Function<Dialogue.Sides, Dialogue> dialogue(ServerProgram program) {
    return program.verilog()
        ? sides -> new VerilogDialogue(sides, workspace, projects)
        : Dialogue.Plain::new;
  }
}
