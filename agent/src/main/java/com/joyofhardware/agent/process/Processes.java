package com.joyofhardware.agent.process;

import com.joyofhardware.agent.room.AgentConfig;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that people have started, as the control room sees it: whether it works, and how it is
 * stopped. Terminals and commands start their processes here.
 */
public final class Processes implements AutoCloseable {
  private final ProcessLoop loop = new ProcessLoop();
  private final SessionEnvironment environment;
  private final LoginEnvironment login;
  private final String run;
  private final Set<Child> children = ConcurrentHashMap.newKeySet();
  private final Busyness busyness = new Busyness();
  private boolean stopped;

  Processes(Map<String, String> inherited, Path workspace, @Nullable URI proxy) {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    this.run = HexFormat.of().formatHex(random);
    this.environment = new SessionEnvironment(inherited, workspace, run, proxy);
    this.login = new LoginEnvironment(environment);
  }

  /** For one run of an agent, whose processes leave through {@code proxy} if there is one. */
  public static Processes of(AgentConfig config, @Nullable URI proxy) {
    Map<String, String> inherited = new HashMap<>(System.getenv());
    inherited.put("HOME", config.home().toString());
    return new Processes(inherited, config.workspace(), proxy);
  }

  public ProcessLoop loop() {
    return loop;
  }

  public SessionEnvironment environment() {
    return environment;
  }

  public LoginEnvironment login() {
    return login;
  }

  public synchronized Spawner.InTerminal inTerminal(Launch launch, int cols, int rows) {
    requireRunning();
    Spawner.InTerminal started = Spawner.inTerminal(launch, cols, rows);
    keep(started.child());
    return started;
  }

  public synchronized Spawner.OnPipes onPipes(Launch launch) {
    requireRunning();
    Spawner.OnPipes started = Spawner.onPipes(launch);
    keep(started.child());
    return started;
  }

  private void requireRunning() {
    if (stopped) {
      throw new JoyException(
          ErrorCode.SESSION_SAVING,
          "the session is being saved, so nothing is started; try again in a minute");
    }
  }

  private void keep(Child child) {
    children.add(child);
    child.ended().whenComplete((end, failure) -> children.remove(child));
  }

  /** Terminals and commands say so whenever a process has put something out. */
  public void printed() {
    busyness.printed();
  }

  /**
   * Whether anything has printed or computed since the last call. Reads /proc: to be asked every
   * few seconds, not more.
   */
  public boolean busy() {
    return !children.isEmpty() && busyness.sample(children);
  }

  /**
   * Ends all that people have started, daemons too, and starts nothing more until {@link #resume}.
   * SIGHUP first; what is there a second later gets SIGKILL. Blocks until then.
   */
  public void stopAll() {
    synchronized (this) {
      stopped = true;
    }
    Ending.hangUp(this::started);
  }

  /** By session, and by the mark in their environment where they left it. */
  private List<ProcessTable.Entry> started() {
    Set<Long> sessions = children.stream().map(Child::pid).collect(Collectors.toSet());
    Set<ProcessTable.Entry> found =
        new HashSet<>(ProcessTable.withEnvironment(SessionEnvironment.RUN + "=" + run));
    ProcessTable.all().stream()
        .filter(entry -> sessions.contains(entry.session()))
        .forEach(found::add);
    return List.copyOf(found);
  }

  public synchronized void resume() {
    stopped = false;
  }

  @Override
  public void close() {
    if (!children.isEmpty()) {
      stopAll();
    }
    loop.close();
  }
}
