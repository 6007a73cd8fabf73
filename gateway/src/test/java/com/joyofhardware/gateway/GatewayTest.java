package com.joyofhardware.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting, limits, TLS. */
@Timeout(60)
class GatewayTest {
  @TempDir private Path folder;

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      GatewayConfig config = GatewayConfig.of("0.0.0.0", taken.getLocalPort(), folder.resolve("s"));
      assertThatThrownBy(() -> Gateway.start(config))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is taken");
    }
  }

  @Test
  void aMasterOnAnotherMachineIsRefusedWithAReason() {
    assertThat(GatewayConfig.controlSocket("unix:/a/b")).isEqualTo(Path.of("/a/b"));
    for (String other : List.of("https://master.example", "unix:", "/a/b", "")) {
      assertThatThrownBy(() -> GatewayConfig.controlSocket(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("unix:PATH");
    }
  }

  @Test
  void itHasNoMasterBeforeOneHasSpoken() throws IOException {
    try (Gateway alone = Gateway.start(GatewayConfig.of("127.0.0.1", 0, folder.resolve("s")))) {
      assertThat(alone.hasMaster()).isFalse();
    }
  }

  @Test
  void itHasAMasterUntilThatIsGoneAndAgainOnceItIsBack() throws IOException {
    try (TestingCluster cluster = new TestingCluster()) {
      assertThat(cluster.gateway.hasMaster()).isTrue();
      cluster.master.kill();
      TestingCluster.await(() -> !cluster.gateway.hasMaster());
      cluster.master.restart();
      TestingCluster.await(cluster.gateway::hasMaster);
    }
  }

  private static GatewayLimits quick(int connectionsPerAddress) {
    return new GatewayLimits(
        4_096,
        32,
        Duration.ofMillis(200),
        Duration.ofMillis(400),
        Duration.ofMillis(300),
        Duration.ofMillis(300),
        100,
        connectionsPerAddress);
  }

  @Test
  void whoIsSlowWithAHeadABodyOrTheNextRequestIsCut() throws IOException {
    try (TestingCluster cluster = new TestingCluster(config -> config.withLimits(quick(50)))) {
      try (Conversation silent = cluster.connect();
          Conversation slowHead = cluster.connect();
          Conversation slowBody = cluster.connect();
          Conversation idle = cluster.connect()) {
        slowHead.send("GET / HT");
        slowBody.send("POST /x HTTP/1.1\r\n" + cluster.host() + "Content-Length: 5\r\n\r\nab");
        idle.send("GET /healthz HTTP/1.1\r\n" + cluster.host() + "\r\n");
        assertThat(idle.read().status()).isEqualTo(200);
        for (Conversation each : List.of(silent, slowHead, idle)) {
          assertThat(each.ended()).isTrue();
        }
        while (!slowBody.ended()) {
          // an answer may come before the end
        }
      }
    }
  }

  @Test
  void aClientThatTakesNothingOfAPlainAnswerIsCut() throws IOException {
    try (TestingCluster cluster = new TestingCluster(config -> config.withLimits(quick(50)))) {
      var cut = new java.util.concurrent.CompletableFuture<Boolean>();
      cluster.masterHttp.plays(with -> {
        with.read();
        try {
          with.send("HTTP/1.1 200 OK\r\n\r\n");
          for (int i = 0; i < 1_000; i++) {
            with.send(new byte[1 << 20]);
          }
          cut.complete(false);
        } catch (java.io.UncheckedIOException e) {
          cut.complete(true);
        }
      });
      try (Conversation client = cluster.connect()) {
        client.send("GET / HTTP/1.1\r\n" + cluster.host() + "\r\n");
        assertThat(cut.join()).isTrue();
      }
    }
  }

  @Test
  void aSilentTunnelIsNotCut() throws Exception {
    try (TestingCluster cluster = new TestingCluster(config -> config.withLimits(quick(50)));
        Conversation client = cluster.tunnel(with -> with.in().transferTo(with.out()));
        Conversation marker = cluster.connect()) {
      // this one is cut for idling, well after the tunnel fell silent, twice over
      assertThat(marker.ended()).isTrue();
      try (Conversation again = cluster.connect()) {
        assertThat(again.ended()).isTrue();
      }
      client.send("x");
      assertThat(client.in().read()).isEqualTo('x');
    }
  }

  @Test
  void oneAddressHasSoManyConnectionsAndNoMore() throws IOException {
    try (TestingCluster cluster = new TestingCluster(config -> config.withLimits(quick(5)))) {
      TestingCluster.await(() -> cluster.plain("GET /healthz HTTP/1.1").status() == 200);
      List<Conversation> open = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        open.add(cluster.connect());
      }
      long refused = open.reversed().stream().limit(10).filter(Conversation::ended).count();
      assertThat(refused).isEqualTo(10);
      open.forEach(Conversation::close);
    }
  }

  @Test
  void aHeadThatIsTooLongIsRefused() throws IOException {
    try (TestingCluster cluster = new TestingCluster(config -> config.withLimits(quick(50)))) {
      assertThat(cluster.plain("GET /" + "a".repeat(5_000) + " HTTP/1.1").status()).isEqualTo(431);
    }
  }

  @Test
  void behindAPublicHttpsAddressTheMasterHearsHttps() throws IOException {
    try (TestingCluster cluster =
            new TestingCluster(config ->
                config
                    .withPublicUrl(URI.create("https://ide.example"))
                    .withOtherHosts(List.of("git.example")));
        Conversation client = cluster.connect()) {
      cluster.masterHttp.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      client.send("GET / HTTP/1.1\r\nHost: ide.example\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      client.send("GET / HTTP/1.1\r\nHost: git.example\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(cluster.masterHttp.requests().remove().header("X-Forwarded-Proto"))
          .isEqualTo("https");
    }
  }

  @Test
  void tlsIsServedFromPemFilesWithHttp11() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    Path certificate = pem("CERTIFICATE", keys.getCertificate("k").getEncoded());
    Path key = pem("PRIVATE KEY", keys.getKey("k", "changeit".toCharArray()).getEncoded());

    GatewayConfig.Tls files = new GatewayConfig.Tls(certificate, key);
    try (TestingCluster cluster =
        new TestingCluster(config -> config.withTls(files), trusting(certificate))) {
      try (Conversation client = cluster.connect()) {
        SSLSocket socket = (SSLSocket) client.socket();
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        client.send("GET /healthz HTTP/1.1\r\n" + cluster.host() + "\r\n");
        assertThat(client.read().body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      }
      try (Conversation client =
          cluster.tunnel(with -> with.out().write(with.in().readNBytes(3_000_000)))) {
        client.send(new byte[3_000_000]);
        // the agent's end is passed on, after all it said
        assertThat(client.in().readAllBytes()).hasSize(3_000_000);
      }
    }
    assertThatThrownBy(() ->
            Gateway.start(
                GatewayConfig.of("127.0.0.1", 0, folder.resolve("none"))
                    .withTls(new GatewayConfig.Tls(key, certificate))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(key.toString());
  }

  private Path pem(String kind, byte[] bytes) throws IOException {
    Path file = folder.resolve(kind.replace(' ', '-') + ".pem");
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  private static SSLSocketFactory trusting(Path certificate) throws Exception {
    Certificate trusted;
    try (var in = Files.newInputStream(certificate)) {
      trusted = CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
    trust.load(null, null);
    trust.setCertificateEntry("k", trusted);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), new SecureRandom());
    return context.getSocketFactory();
  }
}
