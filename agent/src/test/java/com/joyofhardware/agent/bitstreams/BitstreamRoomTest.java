package com.joyofhardware.agent.bitstreams;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingRpc;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Bitstreams;
import com.joyofhardware.protocol.agent.Bitstreams.Bitstream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BitstreamRoomTest {
  private record Nothing() {}

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private TestingAgent agent;
  private TestingRpc rpc;
  private Path workspace;

  @BeforeEach
  void start() throws Exception {
    agent = TestingAgent.serving(folder);
    workspace = agent.workspace();
    rpc = new TestingRpc(agent);
  }

  @AfterEach
  void stop() {
    rpc.close();
    agent.close();
  }

  @Test
  void tellsOfABitstreamUnderAnyNameAndSendsItsBytes() throws Exception {
    subscribe();
    byte[] image = TestingBitstreams.up5k(1);
    Files.createDirectories(workspace.resolve("build/deep"));
    Files.writeString(workspace.resolve("icebreaker.pcf"), "set_io CLK 35\n");
    Files.write(workspace.resolve("build/deep/blob"), image);

    Bitstream found = told(list -> list.size() == 1).getFirst();

    assertThat(found.path()).isEqualTo("build/deep/blob");
    assertThat(found.device()).isEqualTo("5k");
    assertThat(found.board()).isEqualTo("icebreaker");
    assertThat(found.format()).isEqualTo("ice40");
    assertThat(found.size()).isEqualTo(image.length);
    assertThat(found.sha256()).isEqualTo(sha256(image));
    assertThat(found.commit()).as("no repository").isNull();
    assertThat(found.id()).matches("[A-Za-z0-9_-]+");
    assertThat(list()).containsExactly(found);
    assertThat(bytes(found.id()).body()).isEqualTo(image);
  }

  @Test
  void sendsRangesAndNothingToWhoHasIt() throws Exception {
    subscribe();
    byte[] image = TestingBitstreams.up5k(2);
    Files.write(workspace.resolve("top.bin"), image);
    Bitstream found = told(list -> list.size() == 1).getFirst();

    HttpResponse<byte[]> part = bytes(found.id(), "Range", "bytes=100-199");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(image, 100, 200));
    assertThat(part.headers().firstValue("Content-Range"))
        .hasValue("bytes 100-199/" + image.length);
    String etag = part.headers().firstValue("ETag").orElseThrow();
    assertThat(etag).isEqualTo('"' + found.sha256() + '"');
    assertThat(bytes(found.id(), "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(bytes(found.id(), "Range", "bytes=999999-").statusCode()).isEqualTo(416);
    HttpResponse<Void> head =
        agent.send(
            agent.request("/bitstreams/" + found.id()).HEAD().build(), BodyHandlers.discarding());
    assertThat(head.headers().firstValue("Content-Length")).hasValue("" + image.length);
    assertThat(bytes("nothing").statusCode()).isEqualTo(404);
    assertThat(bytes("..%2f..%2fetc%2fpasswd").statusCode()).isEqualTo(404);
  }

  @Test
  void isNotListedBeforeItIsWhole() throws Exception {
    subscribe();
    byte[] image = TestingBitstreams.up5k(3);
    try (OutputStream out = Files.newOutputStream(workspace.resolve("slow.bin"))) {
      out.write(image, 0, image.length / 2);
      out.flush();
      Files.write(workspace.resolve("other.bin"), TestingBitstreams.up5k(4));
      told(list -> list.size() == 1 && list.getFirst().path().equals("other.bin"));
      assertThat(list()).extracting(Bitstream::path).containsExactly("other.bin");
      out.write(image, image.length / 2, image.length - image.length / 2);
    }
    List<Bitstream> both = told(list -> list.size() == 2);
    assertThat(both).extracting(Bitstream::path).containsExactly("slow.bin", "other.bin");
    assertThat(both.getFirst().sha256()).isEqualTo(sha256(image));
  }

  @Test
  void aRebuildIsAnotherBitstreamAndTheOldBytesAreGone() throws Exception {
    subscribe();
    Path top = workspace.resolve("top.bin");
    Files.write(top, TestingBitstreams.up5k(5));
    Bitstream first = told(list -> list.size() == 1).getFirst();

    byte[] next = TestingBitstreams.up5k(6);
    Files.write(top, next);
    HttpResponse<byte[]> stale = bytes(first.id());
    assertThat(stale.statusCode()).as("never bytes of another").isEqualTo(404);
    assertThat(new String(stale.body(), StandardCharsets.UTF_8)).contains("list them again");

    Bitstream second =
        told(list -> list.size() == 1 && !list.getFirst().id().equals(first.id())).getFirst();
    assertThat(second.sha256()).isEqualTo(sha256(next));
    assertThat(bytes(second.id()).body()).isEqualTo(next);

    Files.delete(top);
    told(List::isEmpty);
  }

  @Test
  void followsAFolderThatMovesAndForgetsOneThatGoes() throws Exception {
    subscribe();
    Files.createDirectories(workspace.resolve("build"));
    Files.write(workspace.resolve("build/top.bin"), TestingBitstreams.up5k(7));
    told(list -> list.size() == 1);

    Files.move(workspace.resolve("build"), workspace.resolve("out"));

    told(list -> list.size() == 1 && list.getFirst().path().equals("out/top.bin"));
    Files.move(workspace.resolve("out"), elsewhere.resolve("out"));
    told(List::isEmpty);
  }

  @Test
  void knowsTheCommitAndWhetherAnythingElseWentIn() throws Exception {
    git("init", "-q", "-b", "main");
    Files.writeString(workspace.resolve(".gitignore"), "*.bin\n");
    Files.writeString(workspace.resolve("top.v"), "module top; endmodule\n");
    git("add", "-A");
    git("commit", "-q", "-m", "first");
    String commit = git("rev-parse", "HEAD").strip();
    subscribe();

    Files.write(workspace.resolve("clean.bin"), TestingBitstreams.up5k(8));
    Bitstream clean = told(list -> list.size() == 1).getFirst();
    assertThat(clean.commit()).isEqualTo(commit);
    assertThat(clean.clean()).isTrue();

    Files.writeString(workspace.resolve("top.v"), "module top; /* edited */ endmodule\n");
    Files.write(workspace.resolve("edited.bin"), TestingBitstreams.up5k(9));
    Bitstream edited = told(list -> list.size() == 2).getFirst();
    assertThat(edited.path()).isEqualTo("edited.bin");
    assertThat(edited.commit()).isEqualTo(commit);
    assertThat(edited.clean()).isFalse();

    git("commit", "-q", "-a", "-m", "second");
    assertThat(list()).as("a commit changes nothing about what was built").contains(clean, edited);
    assertRemembered(clean, edited);
  }

  /** As after a log-out: the same files, under another agent. */
  private void assertRemembered(Bitstream... known) throws Exception {
    stop();
    agent = TestingAgent.serving(folder);
    rpc = new TestingRpc(agent);
    subscribe();
    assertThat(awaited(list -> list.size() == known.length)).containsExactlyInAnyOrder(known);
  }

  @Test
  void findsWhatWasThereBeforeWithoutAClaimToItsOrigin() throws Exception {
    git("init", "-q", "-b", "main");
    git("commit", "-q", "--allow-empty", "-m", "first");
    Files.createDirectories(workspace.resolve("old"));
    Files.write(workspace.resolve("old/top.bin"), TestingBitstreams.up5k(10));
    Files.createDirectories(workspace.resolve(".git/joy"));
    Files.writeString(workspace.resolve(".git/joy/bitstreams.json"), "{\"built\":[null,{},7]}");
    assertThat(JsonParser.parseString(agent.get("/bitstreams").body()).isJsonArray()).isTrue();
    Bitstream found = awaited(list -> list.size() == 1).getFirst();
    assertThat(found.path()).isEqualTo("old/top.bin");
    assertThat(found.commit()).isNull();
    assertThat(found.clean()).isNull();
  }

  @Test
  void whatIsHostileIsNotListed() throws Exception {
    subscribe();
    byte[] image = TestingBitstreams.up5k(11);
    Files.write(elsewhere.resolve("secret.bin"), image);
    Files.createSymbolicLink(workspace.resolve("link.bin"), elsewhere.resolve("secret.bin"));
    Files.createSymbolicLink(workspace.resolve("folder"), elsewhere);
    Files.createDirectories(workspace.resolve("x.bin"));
    run(elsewhere, "mkfifo", workspace.resolve("pipe.bin").toString());
    try (RandomAccessFile large =
        new RandomAccessFile(workspace.resolve("large.bin").toFile(), "rw")) {
      large.write(image);
      large.setLength(1L << 30);
    }
    Files.write(workspace.resolve("text.bin"), new byte[100_000]);
    Files.createDirectories(workspace.resolve(".git/hidden"));
    Files.write(workspace.resolve(".git/hidden/top.bin"), image);
    Files.write(workspace.resolve("good.bin"), TestingBitstreams.up5k(12));

    Bitstream good = told(list -> list.size() == 1).getFirst();
    assertThat(good.path()).isEqualTo("good.bin");

    // swapped for a link between the look and the read
    Files.delete(workspace.resolve("good.bin"));
    Files.write(elsewhere.resolve("good"), TestingBitstreams.up5k(12));
    Files.createSymbolicLink(workspace.resolve("good.bin"), elsewhere.resolve("good"));
    assertThat(bytes(good.id()).statusCode()).isEqualTo(404);
    told(List::isEmpty);
  }

  @Test
  void listsTheNewestWhenThereAreTooMany() throws Exception {
    for (int i = 0; i < Limits.MAX_BITSTREAMS + 5; i++) {
      Path file = workspace.resolve("n" + i + ".bin");
      Files.write(file, TestingBitstreams.image(332, 144, i));
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + i * 1_000L));
    }
    subscribe();
    List<Bitstream> all =
        awaited(
            list -> list.size() == Limits.MAX_BITSTREAMS && list.getLast().path().equals("n5.bin"));
    assertThat(all.getFirst().path()).isEqualTo("n" + (Limits.MAX_BITSTREAMS + 4) + ".bin");
  }

  private void subscribe() throws Exception {
    rpc.result("bitstreams/subscribe", new Nothing(), Bitstreams.class);
  }

  private List<Bitstream> told(Predicate<List<Bitstream>> wanted) throws Exception {
    while (true) {
      JsonObject news = rpc.notification();
      assertThat(news.get("method").getAsString()).isEqualTo("bitstreams/changed");
      List<Bitstream> list =
          Json.gson().fromJson(news.get("params"), Bitstreams.class).bitstreams();
      if (wanted.test(list)) {
        return list;
      }
    }
  }

  /** For what is there before anybody could be told of it. */
  private List<Bitstream> awaited(Predicate<List<Bitstream>> wanted) throws Exception {
    List<Bitstream> all = list();
    return wanted.test(all) ? all : awaitedAfter(wanted);
  }

  private List<Bitstream> awaitedAfter(Predicate<List<Bitstream>> wanted) throws Exception {
    Bitstreams now = rpc.result("bitstreams/subscribe", new Nothing(), Bitstreams.class);
    return wanted.test(now.bitstreams()) ? now.bitstreams() : told(wanted);
  }

  private List<Bitstream> list() throws Exception {
    HttpResponse<String> answer = agent.get("/bitstreams");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonArray array = JsonParser.parseString(answer.body()).getAsJsonArray();
    return array.asList().stream()
        .map(each -> Json.gson().fromJson(each, Bitstream.class))
        .toList();
  }

  private HttpResponse<byte[]> bytes(String id, String... headers) throws Exception {
    var request = agent.request("/bitstreams/" + id);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return agent.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private String git(String... args) throws Exception {
    String[] command = new String[args.length + 5];
    System.arraycopy(
        new String[] {"git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"},
        0,
        command,
        0,
        5);
    System.arraycopy(args, 0, command, 5, args.length);
    return run(workspace, command);
  }

  private static String run(Path folder, String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return output;
  }
}
