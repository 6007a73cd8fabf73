package com.joyofhardware.gateway;

import com.joyofhardware.gateway.Conversation.Message;
import com.joyofhardware.protocol.front.FrontMessage.Share;
import com.joyofhardware.protocol.front.FrontMessage.SharesChanged;
import com.joyofhardware.protocol.statement.PreviewTicket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A session with a program on a port, and a visitor who asks for it. */
@Timeout(60)
abstract class PreviewScene {
  static final int PORT = 3000;
  static final String HOST = PORT + "--" + TestingCluster.SESSION + ".localhost:8080";
  static final String OWN = "Origin: http://" + HOST + "\r\n";
  static final String PAGE = "Accept: text/html\r\n";
  static final String SHARE = "share-1";

  TestingCluster cluster;
  TestingServer program;
  TestingPort port;

  @BeforeEach
  void start() throws IOException {
    cluster = new TestingCluster();
    program = new TestingServer();
    program.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    port = new TestingPort(program.port());
    cluster.agent.plays(port);
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
    program.close();
  }

  PreviewTicket ticket(int of, String grant, Duration life) {
    return new PreviewTicket(
        cluster.ticket().person(),
        TestingCluster.SESSION,
        of,
        TestingCluster.CONTAINER,
        TestingCluster.CLAIM,
        grant,
        cluster.clock.instant().plus(life));
  }

  String signed() {
    return cluster.signAny(ticket(PORT, "grant-1", Duration.ofMinutes(10)));
  }

  static String cookie(String value) {
    return "Cookie: joy-preview=" + value + "\r\n";
  }

  Message ask(String line, String... headers) {
    try (Conversation to = cluster.connect()) {
      to.send(line + " HTTP/1.1\r\nHost: " + HOST + "\r\n" + String.join("", headers) + "\r\n");
      return to.read();
    }
  }

  void share(List<Share> shares) throws IOException {
    cluster.shares.clear();
    cluster.shares.addAll(shares);
    cluster.master.tell(new SharesChanged(shares));
  }

  Conversation upgrade(String origin) {
    Conversation to = cluster.connect();
    to.send(
        "GET /ws HTTP/1.1\r\nHost: "
            + HOST
            + "\r\n"
            + origin
            + cookie(signed())
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: "
            + TestingCluster.WEB_SOCKET_KEY
            + "\r\n\r\n");
    return to;
  }
}
