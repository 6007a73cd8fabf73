package com.joyofhardware.engine.local.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.engine.contract.Deadline;
import com.joyofhardware.protocol.ContainerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EgressProxyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ContainerId ID = new ContainerId("abcdefghijkl");

  @TempDir private Path folder;
  private TestingServer server;
  private EgressProxy proxy;
  private Path socket;

  @BeforeEach
  void start() throws Exception {
    server = TestingServer.start();
    PlatformRoute plain =
        new PlatformRoute(
            URI.create("http://joy.test:8080"), List.of("/git/", "/nix/"), server.address());
    PlatformRoute tls =
        new PlatformRoute(URI.create("https://joy.test"), List.of("/git/"), server.address());
    PlatformRoute laptop =
        new PlatformRoute(URI.create("http://localhost:8090"), List.of("/git/"), server.address());
    EgressPolicy policy =
        new EgressPolicy(
            List.of(plain, tls, laptop),
            List.of(
                HostPattern.parse("*.example.org:443"),
                HostPattern.parse("rebound.test:" + server.address().getPort()),
                HostPattern.parse("127.0.0.1:" + server.address().getPort())),
            4);
    proxy = new EgressProxy(policy, EgressProxyTest::resolve);
    socket = folder.resolve("egress.sock");
    proxy.listen(ID, socket);
  }

  /** A name service in an attacker's hand: every name is this machine. */
  private static InetAddress[] resolve(String name) {
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  private String ask(String request) throws IOException {
    try (SocketChannel client = connect()) {
      send(client, request);
      return readAll(client);
    }
  }

  private static void send(SocketChannel client, String text) throws IOException {
    client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Programs never ask a proxy for localhost: a laptop's server has a name for sandboxes. */
  @Test
  void aServerThatIsCalledLocalhostHasAnotherNameInside() throws Exception {
    assertThat(ask(head("GET http://joy.internal:8090/git/a/b.git/HEAD HTTP/1.1")))
        .startsWith("HTTP/1.1 200 ");
    assertThat(server.requests())
        .containsExactly(
            head("GET /git/a/b.git/HEAD HTTP/1.1", "host: localhost:8090", "connection: close"));
    assertThat(ask(head("GET http://joy.internal:8090/api/v1/me HTTP/1.1")))
        .startsWith("HTTP/1.1 403 ");
    assertThat(ask(head("GET http://joy.internal:8080/git/a/b.git/HEAD HTTP/1.1")))
        .startsWith("HTTP/1.1 403 ");
  }

  private static String readAll(SocketChannel client) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(4 << 10);
    while (client.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aPlatformPathReachesTheGatewayUnderItsPublicName() throws Exception {
    String answer =
        ask(
            head(
                "GET http://joy.test:8080/git/a/b.git/info/refs?service=x HTTP/1.1",
                "Host: elsewhere",
                "Proxy-Authorization: Basic eA==",
                "Authorization: Basic eQ=="));
    assertThat(answer).startsWith("HTTP/1.1 200 ");
    assertThat(server.requests())
        .containsExactly(
            head(
                "GET /git/a/b.git/info/refs?service=x HTTP/1.1",
                "host: joy.test:8080",
                "connection: close",
                "authorization: Basic eQ=="));
  }

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://joy.test:8080/api/v1/me",
        "http://joy.test:8080/git",
        "http://joy.test:8080/git/../api/v1/me",
        "http://joy.test:8080/git/%2e%2e/api/v1/me",
        "http://joy.test:8080/git/.%2E/api/v1/me",
        "http://joy.test:8080/git//api",
        "http://joy.test:8080/git/..",
        "http://joy.test:8081/git/a",
        "http://other.test:8080/git/a",
        "http://localhost/git/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/"
      })
  void whatIsNotAllowedIsRefusedWithWhatIs(String url) throws Exception {
    assertThat(ask("GET " + url + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 403 ")
        .contains("http://joy.test:8080/git/");
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://joy.test:8080/git/a\\..\\b", "/git/a", "https://joy.test/git/"})
  void whatCantBeJudgedIsMalformed(String target) throws Exception {
    assertThat(ask("GET " + target + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aNameThatLeadsToThisMachineIsRefused() throws Exception {
    int port = server.address().getPort();
    assertThat(ask("CONNECT rebound.test:" + port + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 403 ")
        .contains("no public address");
    assertThat(ask("GET http://rebound.test:" + port + "/ HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(ask("CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aPlainPortOfThePlatformIsNoTunnel() throws Exception {
    assertThat(ask("CONNECT joy.test:8080 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aRequestBehindAnotherIsNeverForwarded() throws Exception {
    String smuggled = "GET /api/v1/me HTTP/1.1\r\nhost: joy.test:8080\r\n\r\n";
    ask("GET http://joy.test:8080/git/a HTTP/1.1\r\n\r\n" + smuggled);
    ask("POST http://joy.test:8080/git/a HTTP/1.1\r\nContent-Length: 2\r\n\r\nab" + smuggled);
    ask(
        "POST http://joy.test:8080/git/a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nabc\r\n0\r\n\r\n"
            + smuggled);
    assertThat(server.requests())
        .hasSize(3)
        .noneMatch(request -> request.contains("/api/"))
        .anyMatch(request -> request.endsWith("\r\n\r\nab"))
        .anyMatch(request -> request.endsWith("3\r\nabc\r\n0\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Content-Length: 2\r\nContent-Length: 3",
        "Content-Length: -1",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Bad header: 1",
        "X: a\nY: b"
      })
  void aBodyOfUnclearLengthIsRefused(String headers) throws Exception {
    assertThat(ask("POST http://joy.test:8080/git/a HTTP/1.1\r\n" + headers + "\r\n\r\nab"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void headersHaveAnEnd() throws Exception {
    String endless = "X: " + "x".repeat(RequestHead.MAX_BYTES) + "\r\n\r\n";
    assertThat(ask("GET http://joy.test:8080/git/a HTTP/1.1\r\n" + endless))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aTunnelEndsInEachDirectionOnItsOwn() throws Exception {
    server.echo();
    try (SocketChannel client = connect()) {
      send(client, "CONNECT joy.test:443 HTTP/1.1\r\n\r\n");
      send(client, "hello ");
      send(client, "there");
      client.shutdownOutput();
      assertThat(readAll(client)).isEqualTo("HTTP/1.1 200 Connected\r\n\r\nhello there");
    }
  }

  @Test
  void aSandboxHasOnlySoManyConnections() throws Exception {
    List<SocketChannel> idle = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      idle.add(connect());
    }
    try (SocketChannel fifth = connect()) {
      send(fifth, "GET http://joy.test:8080/git/a HTTP/1.1\r\n\r\n");
      fifth.configureBlocking(false);
      assertThat(fifth.read(ByteBuffer.allocate(1))).isZero();
      idle.getFirst().close();
      ByteBuffer first = ByteBuffer.allocate(9);
      Deadline.await(PATIENCE, "answer", () -> fifth.read(first) < 0 || !first.hasRemaining());
      assertThat(new String(first.array(), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 ");
    } finally {
      for (SocketChannel each : idle) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "198.18.0.1",
        "240.0.0.1",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "::ffff:10.0.0.1",
        "2001:db8::1"
      })
  void theseAddressesAreNotPublic(String address) throws Exception {
    assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.9.9.9", "100.128.0.1", "2606:4700::1", "198.20.0.1"})
  void theseAre(String address) throws Exception {
    assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void patternsAreReadAndMatch() {
    HostPattern below = HostPattern.parse("*.Example.org:443");
    assertThat(below.matches("a.example.org", 443)).isTrue();
    assertThat(below.matches("example.org", 443)).isFalse();
    assertThat(below.matches("badexample.org", 443)).isFalse();
    assertThat(below.matches("a.example.org", 80)).isFalse();
  }
}
