package com.joyofhardware.master.front;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.statement.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sessions as far as a gateway hears of them. */
final class TestingSessions implements Sessions {
  final List<Route> routes = new CopyOnWriteArrayList<>();
  final List<RouteListener> listeners = new CopyOnWriteArrayList<>();

  @Override
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  @Override
  public void subscribe(RouteListener listener) {
    listeners.add(listener);
  }

  @Override
  public Ticket ticket(Principal principal, SessionId id) {
    Route route =
        routes.stream()
            .filter(each -> each.session().equals(id))
            .filter(each -> each.person().equals(principal.person().name()))
            .findFirst()
            .orElseThrow(() -> new JoyException(ErrorCode.NOT_FOUND, "there is no such session"));
    return new Ticket(
        route.person(),
        id,
        route.container(),
        route.claim(),
        principal.grant(),
        Instant.now().plusSeconds(600));
  }

  @Override
  public Opened open(
      Principal principal, ProjectRef project, @Nullable String ref, Rest.WantedSize size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Rest.Session> of(Person person) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Rest.SessionDetail> all() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Rest.Session> find(Person person, SessionId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Rest.SessionDetail> detail(SessionId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Rest.Session> openOnlyBy(Principal principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void end(SessionId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Rest.Pool> pools() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Rest.Node> nodes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable follow(SessionId id, Consumer<Rest.Session> listener) {
    throw new UnsupportedOperationException();
  }
}
