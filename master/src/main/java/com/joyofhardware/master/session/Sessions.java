package com.joyofhardware.master.session;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.statement.Ticket;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the rest of the master asks of sessions. */
public interface Sessions {
  /**
   * Opens a session, or gives the one the person has for this project and ref. One that is saving
   * is waited for, and the next one given.
   */
  Opened open(Principal principal, ProjectRef project, @Nullable String ref, Rest.WantedSize size);

  /**
   * What came of it.
   *
   * @param ticket the signed ticket that the principal would ask for next; null for a session that
   *     is not active yet, or was there
   */
  record Opened(Rest.Session session, @Nullable String ticket) {}

  List<Rest.Session> of(Person person);

  List<Rest.SessionDetail> all();

  /** Destroyed ones too, for an hour. */
  Optional<Rest.Session> find(Person person, SessionId id);

  Optional<Rest.SessionDetail> detail(SessionId id);

  /**
   * The person's live sessions that no other grant than this one has open: a log-out may end them.
   * Who got a ticket within the last {@code Limits.TICKET_SECONDS} has a session open.
   */
  List<Rest.Session> openOnlyBy(Principal principal);

  /** Saves, then destroys; returns at once. */
  void end(SessionId id);

  /**
   * A ticket for the person's own session.
   *
   * @throws com.joyofhardware.protocol.JoyException NOT_FOUND, SESSION_STARTING, SESSION_SAVING,
   *     SESSION_GONE
   */
  Ticket ticket(Principal principal, SessionId id);

  List<Rest.Pool> pools();

  List<Rest.Node> nodes();

  List<Route> routes();

  /** Hears of every change of a route; {@code ended} is a session whose route is gone. */
  void subscribe(RouteListener listener);

  /** Hears of routes. */
  interface RouteListener {
    void changed(Route route);

    void ended(SessionId session);
  }

  /** Hears of each change of a session, as the API tells it, until it is closed. */
  AutoCloseable follow(SessionId id, Consumer<Rest.Session> listener);
}
