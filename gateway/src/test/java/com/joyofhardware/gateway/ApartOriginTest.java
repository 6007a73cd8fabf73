package com.joyofhardware.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.gateway.Conversation.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The origins on which parts of the IDE run apart: assets, under a policy of their own. */
@Timeout(60)
class ApartOriginTest {
  private TestingCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new TestingCluster();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"webview", "extensions"})
  void servesAssetsAndNothingElse(String label) {
    String host = label + "--" + TestingCluster.SESSION + ".localhost:8080";
    cluster.masterHttp.answers(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/html\r\nSet-Cookie: a=b\r\n"
            + "Content-Security-Policy: default-src *\r\n\r\nok");
    try (Conversation to = cluster.connect()) {
      to.send(
          "GET /assets/index-1.html?id=1 HTTP/1.1\r\nHost: "
              + host
              + "\r\nCookie: joy=secret\r\nAuthorization: Bearer secret\r\n\r\n");
      Message answer = to.read();
      assertThat(answer.body()).isEqualTo("ok");
      assertThat(answer.has("Set-Cookie")).isFalse();
      assertThat(answer.header("Content-Security-Policy"))
          .startsWith("default-src 'none'; script-src http://" + host + "/assets/ ")
          .contains("form-action 'none'; frame-ancestors http://" + host + " http://pages.example")
          .doesNotContain("*.localhost");
      for (String other :
          List.of(
              "GET /api/v1/me",
              "GET /s/x/rpc",
              "GET /",
              "GET /assets/../api/v1/me",
              "GET /assets/%2e%2e/api",
              "POST /assets/a.js")) {
        to.send(other + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(to.read().status()).as(other).isIn(404, 405);
      }
    }
    Message asked = cluster.masterHttp.requests().remove();
    assertThat(asked.headers().toString()).doesNotContain("secret");
    assertThat(cluster.masterHttp.requests()).isEmpty();
  }

  @Test
  void onlyTheExtensionHostMakesCodeOfTextAndOnlyItReads() {
    assertThat(policy("webview"))
        .doesNotContain("unsafe-eval")
        .doesNotContain("connect-src")
        .contains("worker-src 'none'");
    assertThat(policy("extensions"))
        .contains("'unsafe-eval'")
        .contains("connect-src http://extensions--" + TestingCluster.SESSION)
        .doesNotContain("img-src")
        .doesNotContain("frame-src");
  }

  private String policy(String label) {
    cluster.masterHttp.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    try (Conversation to = cluster.connect()) {
      to.send(
          "GET /assets/a.html HTTP/1.1\r\nHost: "
              + label
              + "--"
              + TestingCluster.SESSION
              + ".localhost:8080\r\n\r\n");
      return to.read().header("Content-Security-Policy");
    }
  }

  @Test
  void anotherLabelIsNoHostOfOurs() {
    try (Conversation to = cluster.connect()) {
      to.send(
          "GET /assets/a.js HTTP/1.1\r\nHost: webviews--"
              + TestingCluster.SESSION
              + ".localhost:8080\r\n\r\n");
      assertThat(to.read().status()).isEqualTo(421);
    }
    assertThat(cluster.masterHttp.requests()).isEmpty();
  }
}
