package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.SessionState;
import com.joyofhardware.protocol.statement.Ticket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Sessions without containers; a test says what state a new one is in. */
final class TestingSessions implements Sessions {
  private static final ContainerId CONTAINER = new ContainerId("container0001");
  private static final Claim CLAIM = new Claim(1, 1);

  private record Kept(Person person, Rest.Session session) {}

  private record Follower(SessionId id, Consumer<Rest.Session> listener) {}

  private final Map<SessionId, Kept> sessions = new ConcurrentHashMap<>();
  private final Map<SessionId, Set<String>> grants = new ConcurrentHashMap<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  final List<RouteListener> listeners = new CopyOnWriteArrayList<>();
  private volatile SessionState first = SessionState.ACTIVE;

  void startIn(SessionState state) {
    first = state;
  }

  int followers() {
    return followers.size();
  }

  void move(SessionId id, SessionState state) {
    Kept moved =
        sessions.computeIfPresent(id, (_, kept) -> new Kept(kept.person, in(kept.session, state)));
    followers.stream()
        .filter(follower -> follower.id.equals(id))
        .forEach(follower -> follower.listener.accept(moved.session));
  }

  private static Rest.Session in(Rest.Session session, SessionState state) {
    return session(session.id(), session.project(), state);
  }

  private static Rest.Session session(SessionId id, ProjectRef project, SessionState state) {
    boolean queued = state == SessionState.QUEUED;
    return new Rest.Session(
        id,
        state,
        project,
        "main",
        queued ? null : Size.FULL,
        queued ? null : new NodeName("local"),
        queued ? null : CLAIM,
        "http://localhost:8080/ide/" + id,
        "/s/" + id + "/",
        queued ? 3 : null,
        null,
        null,
        Instant.EPOCH);
  }

  @Override
  public Opened open(Principal principal, ProjectRef project, String ref, Rest.WantedSize size) {
    Person person = principal.person();
    Rest.Session opened =
        of(person).stream()
            .filter(session -> session.project().equals(project))
            .findFirst()
            .orElseGet(() -> {
              SessionId id = SessionId.random(new SecureRandom());
              sessions.put(id, new Kept(person, session(id, project, first)));
              return sessions.get(id).session;
            });
    return new Opened(opened, null);
  }

  @Override
  public List<Rest.Session> of(Person person) {
    return sessions.values().stream()
        .filter(kept -> kept.person.id() == person.id())
        .map(Kept::session)
        .toList();
  }

  @Override
  public List<Rest.SessionDetail> all() {
    return sessions.keySet().stream().flatMap(id -> detail(id).stream()).toList();
  }

  @Override
  public Optional<Rest.Session> find(Person person, SessionId id) {
    return of(person).stream().filter(session -> session.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Rest.SessionDetail> detail(SessionId id) {
    return Optional.ofNullable(sessions.get(id))
        .map(kept ->
            new Rest.SessionDetail(
                id,
                kept.person.name(),
                kept.session.state(),
                CLAIM,
                new Rest.Container(CONTAINER, new NodeName("local"), 42L, "/tmp"),
                kept.session));
  }

  @Override
  public List<Rest.Session> openOnlyBy(Principal principal) {
    return of(principal.person()).stream()
        .filter(session -> {
          Set<String> others = new HashSet<>(grants.getOrDefault(session.id(), Set.of()));
          others.remove(principal.grant());
          return others.isEmpty();
        })
        .toList();
  }

  @Override
  public void end(SessionId id) {
    move(id, SessionState.SAVING);
  }

  @Override
  public Ticket ticket(Principal principal, SessionId id) {
    if (find(principal.person(), id).orElseThrow().state() != SessionState.ACTIVE) {
      throw new JoyException(ErrorCode.SESSION_STARTING, "the session is starting");
    }
    grants.computeIfAbsent(id, _ -> ConcurrentHashMap.newKeySet()).add(principal.grant());
    return new Ticket(
        principal.person().name(),
        id,
        CONTAINER,
        CLAIM,
        principal.grant(),
        Instant.now().plus(Duration.ofMinutes(10)));
  }

  @Override
  public List<Rest.Pool> pools() {
    return List.of(new Rest.Pool(Size.FULL, 2, 0, 2, 0, 0, 0, 0, null));
  }

  @Override
  public List<Rest.Node> nodes() {
    return List.of(new Rest.Node(new NodeName("local"), "local", 2, 1L << 30, "ready", 2));
  }

  @Override
  public List<Route> routes() {
    return sessions.values().stream()
        .filter(kept -> kept.session.state() == SessionState.ACTIVE)
        .map(kept ->
            new Route(
                kept.session.id(),
                kept.person.name(),
                kept.session.project(),
                CONTAINER,
                CLAIM,
                null,
                RouteState.READY))
        .toList();
  }

  @Override
  public void subscribe(RouteListener listener) {
    listeners.add(listener);
  }

  @Override
  public AutoCloseable follow(SessionId id, Consumer<Rest.Session> listener) {
    Follower follower = new Follower(id, listener);
    followers.add(follower);
    return () -> followers.remove(follower);
  }
}
