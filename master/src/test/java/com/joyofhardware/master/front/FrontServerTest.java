package com.joyofhardware.master.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.preview.PreviewOrigins;
import com.joyofhardware.master.preview.Previews;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage;
import com.joyofhardware.protocol.front.FrontMessage.Exchange;
import com.joyofhardware.protocol.front.FrontMessage.Exchanged;
import com.joyofhardware.protocol.front.FrontMessage.Hello;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteChanged;
import com.joyofhardware.protocol.front.FrontMessage.RouteGone;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.front.FrontMessage.State;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import com.joyofhardware.protocol.statement.Ticket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class FrontServerTest {
  private static final SessionId SESSION = new SessionId("abcdefgh2345");
  private static final Route ROUTE =
      new Route(
          SESSION,
          new Name("ada"),
          ProjectRef.parse("ada/blinky"),
          new ContainerId("container000001"),
          new Claim(1, 7),
          new AgentAddress.Unix("/run/agent"),
          RouteState.READY);
  private static final Person ADA = new Person(1, new Name("ada"), "Ada", "ada@example.org", false);
  private static final Person BOB = new Person(2, new Name("bob"), "Bob", "bob@example.org", false);

  @TempDir private Path folder;
  private final TestingSessions sessions = new TestingSessions();
  private final TestingAccounts accounts = new TestingAccounts();
  private KeyPair keys;
  private Database database;
  private Previews previews;
  private FrontServer server;

  @BeforeEach
  void start() throws Exception {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    sessions.routes.add(ROUTE);
    database = Database.sqlite(folder.resolve("joy.db"));
    previews =
        new Previews(
            database,
            sessions,
            grant -> grant.equals("grant-9"),
            new Previews.Key(
                new StatementSigner(keys.getPrivate()), new StatementVerifier(keys.getPublic())),
            new PreviewOrigins(URI.create("http://localhost:8080"), "localhost"));
    server = serve();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    database.close();
  }

  private Path socket() {
    return folder.resolve("run").resolve("control.sock");
  }

  private FrontServer serve() throws IOException {
    return FrontServer.start(
        socket(),
        sessions,
        accounts,
        accounts,
        previews,
        new StatementSigner(keys.getPrivate()),
        keys.getPublic(),
        "127.0.0.1:9000",
        List.of("http://localhost:8080"));
  }

  @Test
  void theOwnerAloneMayUseTheSocketAndNothingElseIsLeftBehind() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo("rw-------");
    try (var files = Files.list(socket().getParent())) {
      assertThat(files).containsExactly(socket());
    }
  }

  @Test
  void aStaleSocketIsReplaced() throws IOException {
    server.close();
    Files.writeString(socket(), "stale");
    server = serve();
    try (Gateway gateway = new Gateway()) {
      assertThat(gateway.greet().routes()).containsExactly(ROUTE);
    }
  }

  @Test
  void aGatewayGetsTheWholeStateAndThenWhatChanges() throws IOException {
    try (Gateway gateway = new Gateway()) {
      State state = gateway.greet();
      assertThat(state.masterAddress()).isEqualTo("127.0.0.1:9000");
      assertThat(state.origins()).containsExactly("http://localhost:8080");
      assertThat(state.publicKey()).isEqualTo(StatementVerifier.encode(keys.getPublic()));

      sessions.listeners.forEach(listener -> listener.changed(ROUTE));
      assertThat(gateway.next()).isEqualTo(new RouteChanged(ROUTE));
      Revoked revoked = new Revoked(RevokedKind.PERSON, "ada", 5);
      accounts.listeners.forEach(listener -> listener.accept(revoked));
      assertThat(gateway.next()).isEqualTo(revoked);
      sessions.listeners.forEach(listener -> listener.ended(SESSION));
      assertThat(gateway.next()).isEqualTo(new RouteGone(SESSION));
    }
  }

  @Test
  void aTokenGivesATicketOnItsGrant() throws IOException {
    accounts.tokens.put("good", new Principal(ADA, "grant-9", Set.of(Scope.SESSION)));
    Exchanged answer = exchange("good");
    Ticket ticket = new StatementVerifier(keys.getPublic()).verify(answer.ticket(), Ticket.class);
    assertThat(ticket.grant()).isEqualTo("grant-9");
    assertThat(ticket.session()).isEqualTo(SESSION);
  }

  @Test
  void anUnknownTokenAForeignSessionAndAWrongScopeGiveNone() throws IOException {
    accounts.tokens.put("bobs", new Principal(BOB, "grant-1", Set.of(Scope.ALL)));
    accounts.tokens.put("git", new Principal(ADA, "grant-2", Set.of(Scope.GIT)));
    assertThat(exchange("nobodys").code()).isEqualTo("auth.wrong_credentials");
    assertThat(exchange("bobs").code()).isEqualTo("not_found");
    assertThat(exchange("git").code()).isEqualTo("auth.forbidden");
  }

  @Test
  void aGatewayThatSaysWhatOnlyAMasterSaysIsCutOff() throws IOException {
    try (Gateway gateway = new Gateway()) {
      gateway.greet();
      gateway.say(new RouteGone(SESSION));
      assertThat(gateway.lines.readLine()).isNull();
    }
  }

  private Exchanged exchange(String token) throws IOException {
    try (Gateway gateway = new Gateway()) {
      gateway.greet();
      gateway.say(new Exchange(3, token, SESSION));
      Exchanged answer = (Exchanged) gateway.next();
      assertThat(answer.id()).isEqualTo(3);
      return answer;
    }
  }

  /** A gateway's end of the stream. */
  private final class Gateway implements AutoCloseable {
    private final SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    private final BufferedReader lines =
        new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));

    Gateway() throws IOException {}

    State greet() throws IOException {
      say(new Hello(1));
      return (State) next();
    }

    void say(FrontMessage message) throws IOException {
      String line = Json.write(message, FrontMessage.class) + "\n";
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }

    FrontMessage next() throws IOException {
      FrontMessage message = Json.read(lines.readLine(), FrontMessage.class);
      return message instanceof FrontMessage.Ping ? next() : message;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
