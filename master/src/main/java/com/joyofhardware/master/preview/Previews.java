package com.joyofhardware.master.preview;

import com.joyofhardware.master.account.Grants;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.front.FrontMessage.Share;
import com.joyofhardware.protocol.statement.PreviewTicket;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Who may see what listens on a session's ports. */
public final class Previews {
  private static final int MAX_PORT = 65_535;

  /** Of one session; more are a program's work and not a person's. */
  private static final int MAX_SHARED = 64;

  /** The cluster's key, both halves. */
  public record Key(StatementSigner signer, StatementVerifier verifier) {}

  private final Sessions sessions;
  private final Grants grants;
  private final Key key;
  private final PreviewOrigins origins;
  private final Clock clock;
  private final Codes codes;
  private final Shares shares;
  private final List<Consumer<List<Share>>> listeners = new CopyOnWriteArrayList<>();

  public Previews(
      Database database, Sessions sessions, Grants grants, Key key, PreviewOrigins origins) {
    this(database, sessions, grants, key, origins, Clock.systemUTC());
  }

  Previews(
      Database database,
      Sessions sessions,
      Grants grants,
      Key key,
      PreviewOrigins origins,
      Clock clock) {
    this.sessions = sessions;
    this.grants = grants;
    this.key = key;
    this.origins = origins;
    this.clock = clock;
    this.codes = new Codes(clock);
    this.shares = new Shares(database);
    shares.keepOnly(sessions.routes().stream().map(Route::session).collect(Collectors.toSet()));
    sessions.subscribe(new Ends());
  }

  public PreviewOrigins origins() {
    return origins;
  }

  /**
   * The address that opens the preview of a port of the principal's own session, once and soon.
   *
   * @throws JoyException BAD_REQUEST, CONFLICT
   */
  public String open(Principal principal, SessionId session, int port) {
    String origin = origin(session, port);
    return origin + "/.joy/enter?code=" + codes.next(principal, session, port);
  }

  /** Where the preview of a port is. */
  public String origin(SessionId session, int port) {
    if (port < 1 || port > MAX_PORT) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "a port is a number from 1 to " + MAX_PORT);
    }
    return origins
        .of(session, port)
        .orElseThrow(() ->
            new JoyException(
                ErrorCode.CONFLICT,
                "this server has no domain for previews; its operator sets one with"
                    + " --preview-domain"));
  }

  /** A ticket for a code. It expires as one that was made with the code: a log-out counts. */
  public String redeem(String code, SessionId session, int port) {
    Codes.Handed handed =
        codes
            .take(code, session, port)
            .orElseThrow(
                () -> refused("this address has been used or is too old; open the preview again"));
    Principal principal = handed.principal();
    return ticket(principal.person().name().value(), principal.grant(), session, port);
  }

  /** A ticket that follows another one, as long as what that stands on does. */
  public String renew(String text, SessionId session, int port) {
    PreviewTicket old = key.verifier().verify(text, PreviewTicket.class);
    Instant idle = old.expires().plusSeconds(Limits.PREVIEW_IDLE_SECONDS);
    if (!old.session().equals(session) || old.port() != port || !clock.instant().isBefore(idle)) {
      throw refused("this preview was left for too long; open it again");
    }
    return ticket(old.person().value(), old.grant(), session, port);
  }

  private String ticket(String person, String grant, SessionId session, int port) {
    Instant now = clock.instant();
    Route route = route(session);
    if (!route.person().value().equals(person) || !grants.stands(grant)) {
      throw refused("this preview is private; open it from the session's IDE");
    }
    return sign(route, port, grant, now);
  }

  /** A ticket for whoever comes, while the port is shared. */
  public String forEverybody(SessionId session, int port) {
    Instant now = clock.instant();
    Share share =
        shares.all().stream()
            .filter(it -> it.session().equals(session) && it.port() == port)
            .findFirst()
            .orElseThrow(() -> refused("this preview is private; open it from the session's IDE"));
    return sign(route(session), port, share.grant(), now);
  }

  private Route route(SessionId session) {
    return sessions.routes().stream()
        .filter(it -> it.session().equals(session))
        .findFirst()
        .orElseThrow(() -> refused("this session is over; open the project again"));
  }

  private String sign(Route route, int port, String grant, Instant now) {
    if (route.state() != RouteState.READY || route.container() == null || route.claim() == null) {
      throw new JoyException(
          ErrorCode.SESSION_STARTING, "this session is starting; try again in a second");
    }
    return key.signer()
        .sign(
            new PreviewTicket(
                route.person(),
                route.session(),
                port,
                route.container(),
                route.claim(),
                grant,
                now.plusSeconds(Limits.TICKET_SECONDS)));
  }

  private static JoyException refused(String why) {
    return new JoyException(ErrorCode.NOT_SIGNED_IN, why);
  }

  /** Opens a port to everybody, or closes it again and cuts who is there. */
  public void share(SessionId session, int port, boolean shared) {
    origin(session, port);
    if (shared && shared(session).size() >= MAX_SHARED) {
      throw new JoyException(
          ErrorCode.LIMIT_REACHED, MAX_SHARED + " ports are shared; stop sharing one first");
    }
    if (shares.set(session, port, shared)) {
      tell();
    }
  }

  public List<Integer> shared(SessionId session) {
    return shares.all().stream()
        .filter(it -> it.session().equals(session))
        .map(Share::port)
        .toList();
  }

  public List<Share> shares() {
    return shares.all();
  }

  /** Hears of all shares whenever one is added or gone. */
  public void subscribe(Consumer<List<Share>> listener) {
    listeners.add(listener);
  }

  private synchronized void tell() {
    List<Share> now = shares.all();
    listeners.forEach(listener -> listener.accept(now));
  }

  private final class Ends implements Sessions.RouteListener {
    @Override
    public void changed(Route route) {
      // a session that moves keeps its shares
    }

    @Override
    public void ended(SessionId session) {
      if (shares.forget(session)) {
        tell();
      }
    }
  }
}
