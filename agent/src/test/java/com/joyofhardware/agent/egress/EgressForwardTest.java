package com.joyofhardware.agent.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EgressForwardTest {
  @TempDir Path folder;
  private Path path;
  private ServerSocketChannel proxy;
  private TestingAgent agent;

  @BeforeEach
  void start() throws Exception {
    path = folder.resolve("egress.sock");
    proxy = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    proxy.bind(UnixDomainSocketAddress.of(path));
    agent = TestingAgent.withEgress(folder, path);
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    proxy.close();
  }

  /** The address is found as programs find it: in their environment. */
  private Socket connect() throws Exception {
    try (TestingSocket exec = new TestingSocket(agent, "/exec")) {
      exec.sendText("{\"argv\":[\"bash\",\"-c\",\"echo =$http_proxy=$HTTPS_PROXY=$no_proxy=\"]}");
      exec.awaitText("exit");
      String[] said = exec.outputText().split("=", -1);
      assertThat(said[1]).matches("http://127.0.0.1:\\d+").isEqualTo(said[2]);
      assertThat(said[3]).contains("127.0.0.1");
      return new Socket(InetAddress.ofLiteral("127.0.0.1"), URI.create(said[1]).getPort());
    }
  }

  @Test
  void carriesEachConnectionToTheProxyWithItsHalfCloses() throws Exception {
    try (Socket client = connect();
        SocketChannel served = proxy.accept()) {
      byte[] data = new byte[3 << 20];
      CompletableFuture<Void> echo =
          CompletableFuture.runAsync(() -> {
            try {
              ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
              while (served.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                  served.write(buffer);
                }
              }
              served.shutdownOutput();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      CompletableFuture<byte[]> answer =
          CompletableFuture.supplyAsync(() -> {
            try {
              return client.getInputStream().readAllBytes();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      client.getOutputStream().write(data);
      client.shutdownOutput();
      assertThat(answer.get()).hasSize(data.length);
      echo.join();
    }
  }

  @Test
  void saysWhenTheProxyIsAway() throws Exception {
    proxy.close();
    Files.delete(path);
    try (Socket client = connect()) {
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 502 Bad Gateway\r\n").contains("try again");
    }
  }
}
