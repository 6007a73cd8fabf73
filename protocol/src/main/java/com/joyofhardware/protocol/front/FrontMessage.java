package com.joyofhardware.protocol.front;

import com.google.gson.annotations.SerializedName;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines (UTF-8 JSON, one a line) of the stream between master and gateway. The gateway connects;
 * the master answers {@link Hello} with the whole {@link State}, then sends what changes. Either
 * side sends {@link Ping} every 5 s; after 15 s of silence the other is away.
 */
public sealed interface FrontMessage {

  // ---- gateway → master

  record Hello(int protocol) implements FrontMessage {}

  /**
   * Asks for a ticket on behalf of a bearer token.
   *
   * @param id chosen by the gateway, repeated in the answer
   */
  record Exchange(long id, String token, SessionId session) implements FrontMessage {
    @Override
    public String toString() {
      return "Exchange[" + id + ", " + session + "]";
    }
  }

  /**
   * Asks for the ticket of a preview: for a one-time code, for an older ticket, or, with neither,
   * for the port that its owner shares.
   *
   * @param id chosen by the gateway, repeated in the answer
   */
  record Preview(
      long id, SessionId session, int port, @Nullable String code, @Nullable String ticket)
      implements FrontMessage {
    @Override
    public String toString() {
      return "Preview[" + id + ", " + port + ", " + session + "]";
    }
  }

  // ---- master → gateway

  /**
   * Everything, again at each reconnect; replaces what was known.
   *
   * @param publicKey of the cluster, as {@code StatementVerifier.encode} writes it
   * @param masterAddress where the master serves everything but tunnels, {@code host:port}
   * @param origins the origins our own pages may have
   */
  record State(
      String publicKey,
      String masterAddress,
      List<String> origins,
      List<Route> routes,
      List<Revoked> revoked,
      List<Share> shares)
      implements FrontMessage {
    public State {
      origins = List.copyOf(origins);
      routes = List.copyOf(routes);
      revoked = List.copyOf(revoked);
      shares = List.copyOf(shares);
    }
  }

  /** A session appeared or moved. */
  record RouteChanged(Route route) implements FrontMessage {}

  /** A session is over; its tunnels are cut. */
  record RouteGone(SessionId session) implements FrontMessage {}

  /**
   * Cuts every tunnel that stands on it and refuses its tickets from now on.
   *
   * @param value a grant, a person's name or a session's id
   * @param before tickets that expire after it, in seconds since 1970, are not meant: they were
   *     made later
   */
  record Revoked(RevokedKind kind, String value, long before) implements FrontMessage {}

  /** Answers {@link Exchange}: a ticket, or an error. */
  record Exchanged(
      long id, @Nullable String ticket, @Nullable String code, @Nullable String message)
      implements FrontMessage {
    @Override
    public String toString() {
      return "Exchanged[" + id + ", " + code + "]";
    }
  }

  /** Answers {@link Preview}: a ticket, or an error. */
  record PreviewAnswer(
      long id, @Nullable String ticket, @Nullable String code, @Nullable String message)
      implements FrontMessage {
    @Override
    public String toString() {
      return "PreviewAnswer[" + id + ", " + code + "]";
    }
  }

  /** All ports that are shared now; what stands on one that is missing is cut. */
  record SharesChanged(List<Share> shares) implements FrontMessage {
    public SharesChanged {
      shares = List.copyOf(shares);
    }
  }

  // ---- both ways

  record Ping() implements FrontMessage {}

  /**
   * A port whose preview is open to everybody.
   *
   * @param grant of the tickets that stand on it; sharing again makes another one
   */
  record Share(SessionId session, int port, String grant) {}

  /** What a revocation names. */
  enum RevokedKind {
    @SerializedName("grant")
    GRANT,
    @SerializedName("person")
    PERSON,
    @SerializedName("session")
    SESSION
  }

  /** Where a session stands. {@code ready} once its workspace is restored. */
  record Route(
      SessionId session,
      Name person,
      ProjectRef project,
      @Nullable ContainerId container,
      @Nullable Claim claim,
      @Nullable AgentAddress address,
      RouteState state) {}

  /** What the gateway answers for a session. */
  enum RouteState {
    /** 503 {@code session.starting} with Retry-After. */
    @SerializedName("starting")
    STARTING,
    @SerializedName("ready")
    READY,
    /** 503 {@code session.saving}. */
    @SerializedName("saving")
    SAVING
  }
}
