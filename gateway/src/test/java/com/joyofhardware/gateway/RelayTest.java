package com.joyofhardware.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteGone;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tunnels after the upgrade. */
@Timeout(180)
class RelayTest {
  private static final long GIGABYTE = 1L << 30;

  private TestingCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new TestingCluster();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  private static String readText(Conversation from, int length) {
    try {
      return new String(from.in().readNBytes(length), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes that many bytes of a sequence, and gives their checksum. */
  private static long pour(OutputStream out, long bytes, long seed) throws IOException {
    byte[] block = new byte[1 << 16];
    CRC32C sum = new CRC32C();
    Random random = new Random(seed);
    random.nextBytes(block);
    for (long left = bytes; left > 0; left -= block.length) {
      block[(int) (left % block.length)]++;
      int length = (int) Math.min(block.length, left);
      sum.update(block, 0, length);
      out.write(block, 0, length);
    }
    out.flush();
    return sum.getValue();
  }

  private static long drain(InputStream in, long bytes) throws IOException {
    byte[] block = new byte[1 << 17];
    CRC32C sum = new CRC32C();
    for (long left = bytes; left > 0; ) {
      int n = in.read(block, 0, (int) Math.min(block.length, left));
      if (n < 0) {
        throw new IOException(left + " bytes are missing");
      }
      sum.update(block, 0, n);
      left -= n;
    }
    return sum.getValue();
  }

  private interface Sum {
    long of() throws IOException;
  }

  private static CompletableFuture<Long> async(Sum sum) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return sum.of();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }

  @Test
  void aGigabyteEachWayAtOnceArrivesByteForByte() throws Exception {
    CompletableFuture<Long> atAgent = new CompletableFuture<>();
    CompletableFuture<Long> byAgent = new CompletableFuture<>();
    CountDownLatch done = new CountDownLatch(1);
    try (Conversation client =
        cluster.tunnel(with -> {
          CompletableFuture<Long> pouring = async(() -> pour(with.out(), GIGABYTE, 1));
          atAgent.complete(drain(with.in(), GIGABYTE));
          byAgent.complete(pouring.join());
          done.await();
        })) {
      CompletableFuture<Long> sent = async(() -> pour(client.out(), GIGABYTE, 2));
      assertThat(drain(client.in(), GIGABYTE)).isEqualTo(byAgent.join());
      assertThat(atAgent.join()).isEqualTo(sent.join());
      done.countDown();
    }
  }

  @Test
  void tenThousandSmallFramesEachWayArriveByteForByte() throws Exception {
    try (Conversation client = cluster.tunnel(with -> with.in().transferTo(with.out()))) {
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      CompletableFuture<byte[]> received =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return client.in().readNBytes(10_000 * 7);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              Thread::startVirtualThread);
      for (int i = 0; i < 10_000; i++) {
        byte[] frame = {(byte) 0x82, 5, (byte) i, (byte) (i >> 8), 0, (byte) 0xff, (byte) (i * 31)};
        sent.write(frame);
        client.send(frame);
      }
      assertThat(received.join()).isEqualTo(sent.toByteArray());
    }
  }

  @Test
  void bytesRightBehindTheUpgradeAreNotLost() {
    cluster.agent.plays(with -> {
      with.read();
      with.send(TestingCluster.switching() + "early");
      with.in().transferTo(with.out());
    });
    // in one packet with its request, so that a decoder holds it when the switch comes
    try (Conversation client =
        cluster.upgrade("/exec", cluster.sign(cluster.ticket()), "also early")) {
      assertThat(client.readHead().status()).isEqualTo(101);
      assertThat(readText(client, 15)).isEqualTo("earlyalso early");
    }
  }

  @Test
  void theClientsEndOfInputReachesTheAgentWhichMayStillSpeak() throws Exception {
    try (Conversation client =
        cluster.tunnel(with -> {
          byte[] all = with.in().readAllBytes();
          with.send("got " + all.length);
        })) {
      client.send("x".repeat(300_000));
      client.socket().shutdownOutput();
      assertThat(new String(client.in().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("got 300000");
    }
  }

  @Test
  void theAgentsEndOfInputReachesTheClientWhichMayStillSpeak() throws Exception {
    CompletableFuture<Integer> heard = new CompletableFuture<>();
    try (Conversation client =
        cluster.tunnel(with -> {
          with.send("y".repeat(300_000));
          with.socket().shutdownOutput();
          heard.complete(with.in().readAllBytes().length);
        })) {
      assertThat(client.in().readAllBytes()).hasSize(300_000);
      client.send("z".repeat(200_000));
      client.socket().shutdownOutput();
      assertThat(heard.join()).isEqualTo(200_000);
    }
    TestingCluster.await(() -> cluster.gateway.openTunnels() == 0);
  }

  /** What the gateway takes in for somebody who doesn't read is bounded, in both directions. */
  @Test
  void aSlowReaderStopsTheSender() throws Exception {
    AtomicLong byAgent = new AtomicLong();
    AtomicLong byClient = new AtomicLong();
    CountDownLatch done = new CountDownLatch(1);
    try (Conversation client =
        cluster.tunnel(with -> {
          push(with.out(), byAgent);
          done.await();
        })) {
      push(client.out(), byClient);
      awaitStandstill(byAgent);
      awaitStandstill(byClient);
      // the kernel's own buffers, four of them of at most 6 MB, and ours
      assertThat(byAgent.get()).isLessThan(16L << 20);
      assertThat(byClient.get()).isLessThan(16L << 20);
      done.countDown();
    }
  }

  private static void push(OutputStream out, AtomicLong pushed) {
    Thread.ofVirtual()
        .start(() -> {
          byte[] block = new byte[1 << 16];
          try {
            while (pushed.get() < GIGABYTE) {
              out.write(block);
              pushed.addAndGet(block.length);
            }
          } catch (IOException e) {
            pushed.addAndGet(0);
          }
        });
  }

  private static void awaitStandstill(AtomicLong counter) {
    AtomicLong last = new AtomicLong(-1);
    AtomicLong since = new AtomicLong(System.nanoTime());
    TestingCluster.await(() -> {
      long now = counter.get();
      if (now != last.get()) {
        last.set(now);
        since.set(System.nanoTime());
      }
      return now > 0 && System.nanoTime() - since.get() > Duration.ofMillis(700).toNanos();
    });
  }

  @Test
  void aVanishedClientEndsTheAgentsSide() {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Conversation client = cluster.tunnel(with -> ended.complete(with.ended()));
    client.close();
    assertThat(ended.join()).isTrue();
    TestingCluster.await(() -> cluster.gateway.openTunnels() == 0);
  }

  private void isCutWithinASecond(Conversation client, Cut cut) throws Exception {
    client.send("?");
    assertThat(readText(client, 1)).isEqualTo("?");
    long start = System.nanoTime();
    cut.make();
    assertThat(client.ended()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  private interface Cut {
    void make() throws Exception;
  }

  @Test
  void aRevocationCutsTunnelsWithinASecondAndOthersStay() throws Exception {
    Map<RevokedKind, String> values =
        Map.of(
            RevokedKind.GRANT, "grant-1",
            RevokedKind.PERSON, "ada",
            RevokedKind.SESSION, TestingCluster.SESSION.value());
    for (RevokedKind kind : RevokedKind.values()) {
      long before = cluster.clock.instant().plusSeconds(600).getEpochSecond();
      try (Conversation client = cluster.tunnel(with -> with.in().transferTo(with.out()))) {
        cluster.master.tell(new Revoked(kind, "somebody-else", before));
        isCutWithinASecond(
            client, () -> cluster.master.tell(new Revoked(kind, values.get(kind), before)));
      }
      cluster.clock.advance(Duration.ofSeconds(5));
    }
  }

  @Test
  void aSessionThatEndsOrMovesCutsItsTunnels() throws Exception {
    try (Conversation client = cluster.tunnel(with -> with.in().transferTo(with.out()))) {
      isCutWithinASecond(client, () -> cluster.master.tell(new RouteGone(TestingCluster.SESSION)));
    }
    cluster.change(cluster.route(TestingCluster.SESSION, RouteState.READY));
    TestingCluster.await(() -> cluster.get("/files/x").status() == 502);
    try (Conversation client = cluster.tunnel(with -> with.in().transferTo(with.out()))) {
      Route here = cluster.routes.get(TestingCluster.SESSION);
      Route moved =
          new Route(
              here.session(),
              here.person(),
              here.project(),
              new com.joyofhardware.protocol.ContainerId("container000002"),
              new com.joyofhardware.protocol.Claim(1, 8),
              here.address(),
              RouteState.READY);
      isCutWithinASecond(client, () -> cluster.change(moved));
    }
  }

  @Test
  void aSessionThatIsSavedKeepsItsTunnels() throws Exception {
    try (Conversation client = cluster.tunnel(with -> with.in().transferTo(with.out()))) {
      cluster.change(cluster.route(TestingCluster.SESSION, RouteState.SAVING));
      TestingCluster.await(() -> cluster.get("/files/x").status() == 503);
      client.send("still");
      assertThat(readText(client, 5)).isEqualTo("still");
    }
  }

  @Test
  void aRequestInFlightIsCutToo() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    cluster.agent.plays(with -> {
      with.read();
      asked.countDown();
      ended.complete(with.ended());
    });
    try (Conversation client = cluster.connect()) {
      client.send(
          "GET /s/"
              + TestingCluster.SESSION
              + "/files/x HTTP/1.1\r\n"
              + cluster.host()
              + cluster.cookie()
              + "\r\n");
      asked.await();
      cluster.master.tell(new RouteGone(TestingCluster.SESSION));
      assertThat(client.ended()).isTrue();
      assertThat(ended.join()).isTrue();
    }
  }

  @Test
  void tunnelsOutliveTheMaster() throws Exception {
    try (Conversation client = cluster.tunnel(with -> with.in().transferTo(with.out()))) {
      cluster.killMaster();
      TestingCluster.await(
          () -> cluster.plain("GET / HTTP/1.1", "Accept: text/html\r\n").status() == 503);
      client.send("alone");
      assertThat(readText(client, 5)).isEqualTo("alone");
      cluster.restartMaster();
      TestingCluster.await(() -> cluster.plain("GET / HTTP/1.1").status() == 200);
      client.send("again");
      assertThat(readText(client, 5)).isEqualTo("again");
    }
  }

  @Test
  void whatEndedWhileTheMasterWasAwayIsCutWhenItIsBack() throws Exception {
    try (Conversation client = cluster.tunnel(with -> with.in().transferTo(with.out()))) {
      cluster.master.kill();
      cluster.routes.remove(TestingCluster.SESSION);
      isCutWithinASecond(client, () -> cluster.master.restart());
    }
  }

  /** Sandboxes listen on Unix sockets. */
  @Test
  void anAgentOnAUnixSocketIsReachedWithBothHalfCloses() throws Exception {
    Path socket = Files.createTempDirectory("agent").resolve("a.sock");
    try (UnixBridge bridge = new UnixBridge(socket, cluster.agent.port())) {
      Route here = cluster.routes.get(TestingCluster.SESSION);
      cluster.change(
          new Route(
              here.session(),
              here.person(),
              here.project(),
              here.container(),
              here.claim(),
              new com.joyofhardware.protocol.AgentAddress.Unix(socket.toString()),
              RouteState.READY));
      cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      TestingCluster.await(
          () -> cluster.get("/files/x").status() == 200 && bridge.connections() > 0);
      try (Conversation client =
          cluster.tunnel(with -> {
            int got = with.in().readAllBytes().length;
            with.send("got " + got);
            with.send(new byte[2_000_000]);
          })) {
        client.send(new byte[2_000_000]);
        client.socket().shutdownOutput();
        byte[] answer = client.in().readAllBytes();
        assertThat(new String(answer, 0, 11, StandardCharsets.US_ASCII)).isEqualTo("got 2000000");
        assertThat(answer).hasSize(2_000_011);
      }
    }
    TestingCluster.await(() -> cluster.gateway.openTunnels() == 0);
  }
}
