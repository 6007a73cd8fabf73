package com.joyofhardware.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.gateway.Conversation.Message;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TunnelTest {
  private TestingCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new TestingCluster();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  @Test
  void bytesGoBothWaysAfterTheUpgrade() {
    try (Conversation client = cluster.tunnel(with -> with.in().transferTo(with.out()))) {
      client.send("hello");
      assertThat(readText(client, 5)).isEqualTo("hello");
    }
  }

  @Test
  void plainRequestsReachTheAgent() {
    cluster.agent.answers(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
    Message answer = cluster.get("/files/top.v");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(cluster.agent.requests().remove().first()).isEqualTo("GET /files/top.v HTTP/1.1");
  }

  @Test
  void everythingElseReachesTheMaster() {
    cluster.masterHttp.answers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsite");
    assertThat(cluster.plain("GET /dashboard HTTP/1.1").body()).isEqualTo("site");
  }

  private static String readText(Conversation from, int length) {
    try {
      return new String(from.in().readNBytes(length), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
