package com.joyofhardware.gateway;

import com.joyofhardware.gateway.Conversation.Message;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteChanged;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.front.FrontMessage.Share;
import com.joyofhardware.protocol.front.FrontMessage.State;
import com.joyofhardware.protocol.statement.Statement;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import com.joyofhardware.protocol.statement.Ticket;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** A gateway between a test's client, its agent and its master. */
final class TestingCluster implements AutoCloseable {
  static final SessionId SESSION = new SessionId("abcdefgh2345");
  static final SessionId OTHER = new SessionId("zyxwvuts9876");
  static final ContainerId CONTAINER = new ContainerId("container000001");
  static final Claim CLAIM = new Claim(1, 7);
  static final String WEB_SOCKET_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static final long POLL_NANOS = 2_000_000;

  final TestingClock clock = new TestingClock();
  final TestingServer agent = new TestingServer();
  TestingServer masterHttp = new TestingServer();
  final Map<SessionId, Route> routes = new ConcurrentHashMap<>();
  final List<Revoked> revoked = new CopyOnWriteArrayList<>();
  final List<Share> shares = new CopyOnWriteArrayList<>();
  final TestingMaster master;
  final Gateway gateway;

  private final SocketFactory sockets;
  private final Path folder = Files.createTempDirectory("gateway-test");
  private final KeyPair keys = newKeys();
  private final StatementSigner signer = new StatementSigner(keys.getPrivate());

  TestingCluster() throws IOException {
    this(UnaryOperator.identity());
  }

  TestingCluster(UnaryOperator<GatewayConfig> adjust) throws IOException {
    this(adjust, SocketFactory.getDefault());
  }

  TestingCluster(UnaryOperator<GatewayConfig> adjust, SocketFactory sockets) throws IOException {
    this.sockets = sockets;
    routes.put(SESSION, route(SESSION, RouteState.READY));
    routes.put(OTHER, route(OTHER, RouteState.READY));
    Path socket = folder.resolve("control.sock");
    master = new TestingMaster(socket, this::state);
    gateway = Gateway.start(adjust.apply(GatewayConfig.of("127.0.0.1", 0, socket)), clock);
    await(() -> plain("GET /readyz HTTP/1.1").status() == 200);
  }

  static KeyPair newKeys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it didn't happen within 20 s");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private State state() {
    return new State(
        StatementVerifier.encode(keys.getPublic()),
        "127.0.0.1:" + masterHttp.port(),
        List.of("http://pages.example"),
        List.copyOf(routes.values()),
        List.copyOf(revoked),
        List.copyOf(shares));
  }

  Route route(SessionId session, RouteState state) {
    return new Route(
        session,
        new Name("ada"),
        ProjectRef.parse("ada/blinky"),
        CONTAINER,
        CLAIM,
        new AgentAddress.Tcp("127.0.0.1", agent.port()),
        state);
  }

  /** Changes a route and waits until a request is judged by it. */
  void change(Route route) throws IOException {
    routes.put(route.session(), route);
    master.tell(new RouteChanged(route));
  }

  Ticket ticket() {
    return ticket(SESSION);
  }

  Ticket ticket(SessionId session) {
    return new Ticket(
        new Name("ada"), session, CONTAINER, CLAIM, "grant-1", clock.instant().plusSeconds(600));
  }

  String signAny(Statement statement) {
    return signer.sign(statement);
  }

  String sign(Ticket ticket) {
    return signer.sign(ticket);
  }

  String origin() {
    String scheme = sockets instanceof SSLSocketFactory ? "https" : "http";
    return scheme + "://localhost:" + gateway.port();
  }

  String host() {
    return "Host: localhost:" + gateway.port() + "\r\n";
  }

  String cookie() {
    return cookie(sign(ticket()));
  }

  static String cookie(String ticket) {
    return "Cookie: joy-ticket=" + ticket + "\r\n";
  }

  Conversation connect() {
    try {
      return new Conversation(
          sockets.createSocket(InetAddress.getLoopbackAddress(), gateway.port()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** One request on a connection of its own, with our Host and these header lines. */
  Message plain(String requestLine, String... headers) {
    try (Conversation to = connect()) {
      to.send(requestLine + "\r\n" + host() + String.join("", headers) + "\r\n");
      return to.read();
    }
  }

  /** A GET under the session with a good cookie, and what the agent makes of it. */
  Message get(String path, String... headers) {
    return plain("GET /s/" + SESSION + path + " HTTP/1.1", cookie(), String.join("", headers));
  }

  /** Asks for a WebSocket with a good cookie from our own page. */
  Conversation upgrade(String path, String ticket) {
    return upgrade(path, ticket, "");
  }

  /** The same, with bytes that don't wait for the answer. */
  Conversation upgrade(String path, String ticket, String early) {
    Conversation to = connect();
    to.send(
        "GET /s/"
            + SESSION
            + path
            + " HTTP/1.1\r\n"
            + host()
            + cookie(ticket)
            + "Origin: "
            + origin()
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
            + WEB_SOCKET_KEY
            + "\r\n\r\n"
            + early);
    return to;
  }

  /** What an honest agent answers to {@link #upgrade}. */
  static String switching() {
    return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Accept: "
        + AgentRequest.acceptOf(WEB_SOCKET_KEY)
        + "\r\n\r\n";
  }

  /** A tunnel to an agent that plays this once it has switched. */
  Conversation tunnel(TestingServer.Script script) {
    agent.plays(with -> {
      with.read();
      with.send(switching());
      script.play(with);
    });
    Conversation client = upgrade("/exec", sign(ticket()));
    Message head = client.readHead();
    if (head.status() != 101) {
      throw new AssertionError(head.first());
    }
    return client;
  }

  void killMaster() throws IOException {
    master.kill();
    masterHttp.close();
  }

  void restartMaster() throws IOException {
    masterHttp = new TestingServer();
    master.restart();
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    master.close();
    agent.close();
    masterHttp.close();
    Files.deleteIfExists(folder);
  }
}
