package com.joyofhardware.agent;

import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.agent.room.AgentConfig;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import com.joyofhardware.protocol.statement.Ticket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A real agent in this process, in a folder of its own, with a cluster key that the test holds. */
public final class TestingAgent implements AutoCloseable {
  public static final ContainerId CONTAINER = new ContainerId("testcontainer0");
  public static final SessionId SESSION = new SessionId("testsession0");
  public static final Claim CLAIM = new Claim(1, 7);

  private final Agent agent;
  private final AgentConfig config;
  private final StatementSigner signer;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestingAgent(Agent agent, AgentConfig config, StatementSigner signer) {
    this.agent = agent;
    this.config = config;
    this.signer = signer;
  }

  /** On a free TCP port, warm. */
  public static TestingAgent warm(Path folder) throws IOException {
    return start(folder, new AgentAddress.Tcp("127.0.0.1", 0), List.of());
  }

  /** On a free TCP port, serving {@link #SESSION}. */
  public static TestingAgent serving(Path folder) throws IOException {
    return warm(folder).personalised();
  }

  /** Serving, with a way out through a proxy's Unix socket. */
  public static TestingAgent withEgress(Path folder, Path proxy) throws IOException {
    return start(folder, new AgentAddress.Tcp("127.0.0.1", 0), List.of(), Optional.of(proxy))
        .personalised();
  }

  public static TestingAgent start(Path folder, AgentAddress listen, List<Path> readOnlyRoots)
      throws IOException {
    return start(folder, listen, readOnlyRoots, Optional.empty());
  }

  private static TestingAgent start(
      Path folder, AgentAddress listen, List<Path> readOnlyRoots, Optional<Path> egress)
      throws IOException {
    KeyPair keys = keys();
    Path root = folder.toRealPath();
    AgentConfig config =
        new AgentConfig(
            listen,
            CONTAINER,
            new StatementVerifier(keys.getPublic()),
            Files.createDirectories(root.resolve("workspace")),
            Files.createDirectories(root.resolve("home")),
            root.resolve("state"),
            egress,
            readOnlyRoots);
    return new TestingAgent(Agent.start(config), config, new StatementSigner(keys.getPrivate()));
  }

  public TestingAgent personalised() {
    agent.identity().personalise(CLAIM, SESSION);
    agent.identity().serve();
    return this;
  }

  public Path workspace() {
    return config.workspace();
  }

  public AgentConfig config() {
    return config;
  }

  public Identity identity() {
    return agent.identity();
  }

  public AgentAddress address() {
    return agent.address();
  }

  public StatementSigner signer() {
    return signer;
  }

  /** A ticket for this session, good for ten minutes. */
  public String ticket() {
    return signer.sign(
        new Ticket(
            new Name("ada"), SESSION, CONTAINER, CLAIM, "grant", Instant.now().plusSeconds(600)));
  }

  public URI uri(String scheme, String path) {
    AgentAddress.Tcp tcp = (AgentAddress.Tcp) agent.address();
    return URI.create(scheme + "://127.0.0.1:" + tcp.port() + path);
  }

  /** A request that carries a ticket. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri("http", path)).header(Protocol.TICKET_HEADER, ticket());
  }

  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> as)
      throws IOException, InterruptedException {
    return http.send(request, as);
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Opens a WebSocket with a ticket. */
  public WebSocket webSocket(String path, WebSocket.Listener listener) {
    return http.newWebSocketBuilder()
        .header(Protocol.TICKET_HEADER, ticket())
        .buildAsync(uri("ws", path), listener)
        .join();
  }

  @Override
  public void close() {
    http.shutdownNow();
    agent.close();
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
