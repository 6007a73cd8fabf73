package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.statement.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and the containers they run in. Made with the master, {@link #start started} once all it
 * needs is there, {@link #close closed} before the engine is.
 */
public final class SessionService implements Sessions {
  private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);

  private final Neighbours neighbours;
  private final Clock clock;
  private final Timings timings;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SessionTable table;
  private final ContainerTable containers;
  private final SessionFeed feed = new SessionFeed();
  private final Telling telling;
  private final OpenGrants grants;
  private final SessionRegistry registry;
  private final Opening opening;
  private final Applier applier;
  private final Reconciler reconciler;
  private final ReconcileLoop loop;
  private volatile boolean closing;
  private long nextCleaning;

  public SessionService(
      Database database, Neighbours neighbours, SessionSettings settings, Clock clock) {
    this(database, neighbours, settings, clock, Timings.defaults());
  }

  SessionService(
      Database database,
      Neighbours neighbours,
      SessionSettings settings,
      Clock clock,
      Timings timings) {
    this.neighbours = neighbours;
    this.clock = clock;
    this.timings = timings;
    this.table = new SessionTable(database, clock);
    this.containers = new ContainerTable(database);
    this.telling = new Telling(table, settings.publicUrl());
    this.grants = new OpenGrants(clock);
    this.loop = new ReconcileLoop(this::round, timings.tick());
    Set<ContainerId> busy = ConcurrentHashMap.newKeySet();
    Parts parts =
        new Parts(
            table,
            neighbours,
            new Personalising(neighbours, settings, timings, clock, threads),
            new LastSave(neighbours.engine(), timings, clock),
            new Rescue(settings.rescued()),
            feed,
            telling,
            timings,
            clock,
            threads,
            busy,
            loop::hasten);
    this.registry = new SessionRegistry(parts, containers);
    this.opening = new Opening(parts, registry);
    int threadsOfAll = neighbours.engine().nodes().stream().mapToInt(it -> it.threads()).sum();
    Pace pace = Pace.of(threadsOfAll, clock.instant());
    this.applier =
        new Applier(
            neighbours.engine(),
            containers,
            settings,
            clock,
            threads,
            pace,
            busy,
            registry::lost,
            loop::hasten);
    AgentWatch agents =
        new AgentWatch(neighbours.links(), table::nextClaim, threads, clock, loop::hasten);
    this.reconciler =
        new Reconciler(
            neighbours.engine(),
            containers,
            agents,
            applier,
            settings.pools(),
            pace,
            timings,
            clock);
  }

  /** Takes up what runs, and begins to fill the pools. */
  public void start() {
    registry.load();
    loop.start();
  }

  /**
   * After the database was restored or taken over: call before {@link #start}, so that no claim
   * that anybody may have seen is given out again.
   */
  public static void raiseEpoch(Database database) {
    Claims.raiseEpoch(database);
  }

  /** Whether a session could be opened now without waiting for a container. */
  public boolean isReady() {
    return !containers.warm().isEmpty();
  }

  private void round() {
    reconciler.tick();
    registry.upkeep();
    registry.serve();
    if (clock.millis() >= nextCleaning) {
      nextCleaning = clock.millis() + BETWEEN_CLEANINGS.toMillis();
      table.forgetOlderThan(timings.readable());
      grants.clean();
    }
  }

  @Override
  public Opened open(
      Principal principal, ProjectRef project, @Nullable String ref, Rest.WantedSize size) {
    if (closing) {
      throw new JoyException(
          ErrorCode.STOPPING, "the server is stopping and opens no session; try again later");
    }
    Opening.Outcome opened = opening.open(principal, project, ref, size);
    SessionRow row = opened.row();
    String ticket = opened.ticket();
    if (ticket == null || !(row.life() instanceof SessionLife.Active)) {
      return new Opened(telling.tell(row), null);
    }
    grants.used(row.id(), principal.grant());
    return new Opened(telling.tell(row), ticket);
  }

  @Override
  public List<Rest.Session> of(Person person) {
    return table.of(person.id()).stream().map(telling::tell).toList();
  }

  @Override
  public List<Rest.SessionDetail> all() {
    Map<ContainerId, Container> running = running();
    return table.all().stream().map(it -> detail(it, running)).toList();
  }

  @Override
  public Optional<Rest.Session> find(Person person, SessionId id) {
    return table.find(id).filter(it -> it.personId() == person.id()).map(telling::tell);
  }

  @Override
  public Optional<Rest.SessionDetail> detail(SessionId id) {
    return table.find(id).map(it -> detail(it, running()));
  }

  private Map<ContainerId, Container> running() {
    Map<ContainerId, Container> all = new HashMap<>();
    try {
      neighbours.engine().list().forEach(it -> all.put(it.id(), it));
    } catch (EngineException e) {
      // The sessions can be told all the same, without what only the engine knows.
      return all;
    }
    return all;
  }

  private Rest.SessionDetail detail(SessionRow row, Map<ContainerId, Container> running) {
    Rest.Session told = telling.tell(row);
    return new Rest.SessionDetail(
        row.id(),
        row.person(),
        told.state(),
        told.claim(),
        row.life().holds().map(it -> container(it, running.get(it.container()))).orElse(null),
        told);
  }

  private static Rest.Container container(Hold hold, @Nullable Container seen) {
    return new Rest.Container(
        hold.container(),
        hold.node(),
        seen == null ? null : seen.pid(),
        seen == null || seen.dir() == null ? null : seen.dir().toString());
  }

  @Override
  public List<Rest.Session> openOnlyBy(Principal principal) {
    return registry.all().stream()
        .map(LiveSession::row)
        .filter(it -> it.personId() == principal.person().id() && !it.life().isOver())
        .filter(it -> grants.isOpenOnlyBy(it.id(), it.created(), principal.grant()))
        .map(telling::tell)
        .toList();
  }

  @Override
  public void end(SessionId id) {
    registry.find(id).ifPresent(LiveSession::end);
  }

  @Override
  public Ticket ticket(Principal principal, SessionId id) {
    SessionRow row =
        registry
            .find(id)
            .map(LiveSession::row)
            .or(() -> table.find(id))
            .filter(it -> it.personId() == principal.person().id())
            .filter(_ -> principal.may(Scope.SESSION))
            .orElseThrow(() ->
                new JoyException(
                    ErrorCode.NOT_FOUND,
                    "there is no session " + id + " of yours; open the project again"));
    Hold hold =
        switch (row.life()) {
          case SessionLife.Active active -> active.hold();
          case SessionLife.Dormant dormant -> dormant.hold();
          case SessionLife.Queued _, SessionLife.Starting _, SessionLife.Recovering _ ->
              throw new JoyException(
                  ErrorCode.SESSION_STARTING, "this session is starting; try again in a second");
          case SessionLife.Saving _ ->
              throw new JoyException(
                  ErrorCode.SESSION_SAVING,
                  "this session is being saved and ends then; open the project again");
          case SessionLife.Destroyed _, SessionLife.Failed _ ->
              throw new JoyException(
                  ErrorCode.SESSION_GONE, "this session is over; open the project again");
        };
    grants.used(id, principal.grant());
    return Opening.ticket(row, hold, principal, clock);
  }

  @Override
  public List<Rest.Pool> pools() {
    return new PoolReport(
            reconciler.poolTargets(), containers.all(), applier.starting(), table.living())
        .tell(reconciler);
  }

  @Override
  public List<Rest.Node> nodes() {
    Map<NodeName, Integer> counts = new HashMap<>();
    containers.all().forEach(it -> counts.merge(it.pool().node(), 1, Integer::sum));
    return neighbours.engine().nodes().stream()
        .map(it ->
            new Rest.Node(
                it.name(),
                neighbours.engine().name(),
                it.threads(),
                it.memory(),
                "ready",
                counts.getOrDefault(it.name(), 0)))
        .toList();
  }

  @Override
  public List<Route> routes() {
    return registry.all().stream()
        .map(LiveSession::row)
        .filter(it -> !it.life().isOver())
        .map(SessionFeed::route)
        .toList();
  }

  @Override
  public void subscribe(RouteListener listener) {
    feed.subscribe(listener);
  }

  @Override
  public AutoCloseable follow(SessionId id, Consumer<Rest.Session> listener) {
    return feed.follow(id, listener);
  }

  /**
   * Stops admitting and reconciling. With {@code keepSessions} everything runs on for the next
   * master; else every session is saved and its container stopped, and the warm ones with them.
   *
   * @return the sessions that could not be saved; their containers are left to the next start
   */
  public List<Unsaved> close(boolean keepSessions) {
    closing = true;
    loop.close();
    Shutdown shutdown =
        new Shutdown(neighbours.engine(), containers, applier, registry, timings, threads);
    List<Unsaved> unsaved = keepSessions ? shutdown.leave() : shutdown.saveAndStop();
    threads.shutdownNow();
    return unsaved;
  }

  /** One round, for tests; done when what it began is. */
  CompletableFuture<List<Applier.Failure>> reconcileOnce() {
    CompletableFuture<List<Applier.Failure>> begun = reconciler.tick();
    registry.upkeep();
    registry.serve();
    return begun;
  }
}
