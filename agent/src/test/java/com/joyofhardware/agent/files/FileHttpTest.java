package com.joyofhardware.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Limits;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class FileHttpTest {
  @TempDir Path folder;
  @TempDir Path store;
  private TestingAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent =
        TestingAgent.start(
                folder, new AgentAddress.Tcp("127.0.0.1", 0), List.of(store.toRealPath()))
            .personalised();
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void writesANewFileWithItsFoldersAndReadsItBack() throws Exception {
    HttpResponse<String> put = put("rtl/deep/top.v", "module top; endmodule\n");
    assertThat(put.statusCode()).isEqualTo(201);
    HttpResponse<String> get = agent.get("/files/rtl/deep/top.v");
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(get.body()).isEqualTo("module top; endmodule\n");
    assertThat(get.headers().firstValue("ETag")).isEqualTo(put.headers().firstValue("ETag"));
    assertThat(get.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    assertNothingPartial();
  }

  @Test
  void replacesAFileAndKeepsItsMode() throws Exception {
    Path script = file("run.sh", "old");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(put("run.sh", "new").statusCode()).isEqualTo(204);
    assertThat(script).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void headTellsTheSameWithoutTheBytes() throws Exception {
    file("a", "0123456789");
    HttpResponse<String> head =
        agent.send(agent.request("/files/a").HEAD().build(), BodyHandlers.ofString());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
    assertThat(head.body()).isEmpty();
    assertThat(agent.get("/files/a").body()).isEqualTo("0123456789");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3,206,0123,bytes 0-3/10",
    "bytes=4-,206,456789,bytes 4-9/10",
    "bytes=-3,206,789,bytes 7-9/10",
    "bytes=8-99,206,89,bytes 8-9/10",
    "bytes=-99,206,0123456789,bytes 0-9/10",
    "'bytes=0-1,3-4',200,0123456789,",
    "lines=1-2,200,0123456789,",
    "bytes=5-4,200,0123456789,"
  })
  void readsRanges(String range, int status, String body, String contentRange) throws Exception {
    file("a", "0123456789");
    HttpResponse<String> answer = get("a", "Range", range);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.headers().firstValue("Content-Range").orElse(null)).isEqualTo(contentRange);
  }

  @Test
  void saysHowLongAFileIsWhenARangeIsBehindItsEnd() throws Exception {
    file("a", "0123456789");
    HttpResponse<String> answer = get("a", "Range", "bytes=10-");
    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */10");
    assertThat(answer.body()).contains("file.range");
  }

  @Test
  void sendsNothingThatTheClientHas() throws Exception {
    file("a", "x");
    String etag = etag("a");
    assertThat(get("a", "If-None-Match", "W/\"other\", " + etag).statusCode()).isEqualTo(304);
    put("a", "y");
    assertThat(get("a", "If-None-Match", etag).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAStaleSave() throws Exception {
    file("a", "first");
    String etag = etag("a");
    assertThat(put("a", "second", "If-Match", etag).statusCode()).isEqualTo(204);
    HttpResponse<String> stale = put("a", "third", "If-Match", etag);
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(stale.body()).contains("file.changed");
    assertThat(agent.workspace().resolve("a")).hasContent("second");
    assertNothingPartial();
  }

  @Test
  void noticesChangesFromATerminal() throws Exception {
    Path path = file("a", "one");
    String etag = etag("a");
    Files.writeString(path, "two");
    assertThat(put("a", "three", "If-Match", etag).statusCode()).isEqualTo(412);
  }

  @Test
  void createsOnlyWhatIsNotThere() throws Exception {
    assertThat(put("a", "x", "If-None-Match", "*").statusCode()).isEqualTo(201);
    assertThat(put("a", "y", "If-None-Match", "*").statusCode()).isEqualTo(412);
    assertThat(put("b", "y", "If-Match", "\"seen\"").statusCode()).isEqualTo(412);
    assertThat(agent.workspace().resolve("a")).hasContent("x");
    assertThat(agent.workspace().resolve("b")).doesNotExist();
  }

  @Test
  void ofManyWritersWithOneEtagExactlyOneWins() throws Exception {
    file("a", "start");
    for (int round = 0; round < 20; round++) {
      String etag = etag("a");
      AtomicInteger won = new AtomicInteger();
      AtomicInteger lost = new AtomicInteger();
      List<Thread> writers =
          Stream.of("one", "two", "three", "four")
              .map(text ->
                  Thread.startVirtualThread(() -> {
                    int status = status(() -> put("a", text, "If-Match", etag));
                    (status == 204 ? won : lost).incrementAndGet();
                  }))
              .toList();
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(won).hasValue(1);
      assertThat(lost).hasValue(3);
    }
  }

  @Test
  void readersSeeTheOldFileOrTheNewNeverAMix() throws Exception {
    String zeros = "0".repeat(300_000);
    String ones = "1".repeat(300_000);
    put("a", zeros);
    Thread writer =
        Thread.startVirtualThread(() -> {
          for (int i = 0; i < 30; i++) {
            String text = i % 2 == 0 ? ones : zeros;
            status(() -> put("a", text));
          }
        });
    while (writer.isAlive()) {
      assertThat(agent.get("/files/a").body()).isIn(zeros, ones);
    }
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("GET", "missing", 404, "file.not_found"),
        arguments("GET", "sub", 409, "file.is_folder"),
        arguments("GET", "", 409, "file.is_folder"),
        arguments("GET", "file/below", 409, "file.not_folder"),
        arguments("PUT", "sub", 409, "file.is_folder"),
        arguments("PUT", "", 400, "request.invalid"),
        arguments("PUT", "file/below", 409, "file.not_folder"),
        arguments("PUT", "locked", 403, "file.read_only"),
        arguments("PUT", ".joy-partial-x", 400, "request.invalid"),
        arguments("PUT", "a//b", 400, "request.invalid"),
        arguments("PUT", "%ff", 400, "request.invalid"),
        arguments("PUT", "a%00b", 400, "request.invalid"),
        arguments("PUT", "..%2fescape", 403, "file.outside"),
        arguments("GET", "%2e%2e/%2e%2e/etc/passwd", 403, "file.outside"),
        arguments("GET", "/etc/passwd", 403, "file.outside"),
        arguments("PUT", "/etc/joy", 403, "file.read_only"),
        arguments("GET", "escape", 403, "file.outside"),
        arguments("GET", "outer/passwd", 403, "file.outside"),
        arguments("PUT", "outer/joy", 403, "file.outside"),
        arguments("PUT", "escape", 403, "file.outside"),
        arguments("DELETE", "sub", 409, "file.folder_not_empty"),
        arguments("DELETE", "missing", 404, "file.not_found"),
        arguments("GET", "pipe", 403, "file.no_permission"),
        arguments("GET", "n".repeat(256), 400, "request.invalid"),
        arguments("GET", "n/".repeat(3000) + "n", 400, "request.invalid"),
        arguments("POST", "file", 404, "request.unknown_method"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatIsWrong(String method, String path, int status, String code) throws Exception {
    file("file", "x");
    file("sub/inner", "x");
    Files.setPosixFilePermissions(
        file("locked", "x"), PosixFilePermissions.fromString("r--r--r--"));
    Files.createSymbolicLink(agent.workspace().resolve("escape"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(agent.workspace().resolve("outer"), Path.of("/etc"));
    new ProcessBuilder("mkfifo", agent.workspace().resolve("pipe").toString()).start().waitFor();
    HttpResponse<String> answer =
        agent.send(
            agent
                .request("/files/" + path)
                .method(method, BodyPublishers.ofString(method.equals("PUT") ? "x" : ""))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"" + code + "\"");
    assertNothingPartial();
  }

  @Test
  void deletesAFileALinkAndAnEmptyFolder() throws Exception {
    file("a", "x");
    Files.createDirectory(agent.workspace().resolve("empty"));
    Path kept = Files.writeString(folder.resolve("kept"), "x");
    Files.createSymbolicLink(agent.workspace().resolve("link"), kept);
    for (String path : List.of("a", "empty", "link")) {
      HttpResponse<String> gone =
          agent.send(agent.request("/files/" + path).DELETE().build(), BodyHandlers.ofString());
      assertThat(gone.statusCode()).isEqualTo(204);
    }
    assertThat(agent.workspace()).isEmptyDirectory();
    assertThat(kept).exists();
  }

  @Test
  void readsReadOnlyRootsByTheirPathAndThroughLinksIntoThem() throws Exception {
    Path item = Files.createDirectories(store.toRealPath().resolve("abc-yosys/share"));
    Files.writeString(item.resolve("cells.v"), "cells");
    Files.createSymbolicLink(item.resolve("alias.v"), Path.of("cells.v"));
    Files.createSymbolicLink(item.resolve("out"), Path.of("../../../../etc/passwd"));
    Files.createSymbolicLink(agent.workspace().resolve("result"), item.getParent());
    String absolute = "/files/" + item;
    assertThat(agent.get(absolute + "/cells.v").body()).isEqualTo("cells");
    assertThat(agent.get(absolute + "/alias.v").body()).isEqualTo("cells");
    assertThat(agent.get("/files/result/share/cells.v").body()).isEqualTo("cells");
    assertThat(agent.get("/files/result/share/alias.v").body()).isEqualTo("cells");
    assertThat(agent.get("/files/result/share/out").statusCode()).isEqualTo(403);
    assertThat(agent.get(absolute + "/../../x").statusCode()).isEqualTo(403);
    assertThat(put("result/share/new.v", "x").statusCode()).isEqualTo(403);
    assertThat(put(item + "/cells.v", "x").body()).contains("file.read_only");
    assertThat(item.resolve("cells.v")).hasContent("cells");
  }

  @Test
  void encodedNamesAreTheNamesOnDisk() throws Exception {
    put("a%20b/%C3%A4%23%3F%25.v", "x");
    assertThat(agent.workspace().resolve("a b/ä#?%.v")).hasContent("x");
  }

  @Test
  void aBodyThatStopsInTheMiddleChangesNothing() throws Exception {
    file("a", "old");
    try (RawHttp raw = new RawHttp(agent)) {
      raw.send(
          "PUT /files/a HTTP/1.1\r\nHost: x\r\nJoy-Ticket: "
              + agent.ticket()
              + "\r\nContent-Length: 300000\r\n\r\n"
              + "x".repeat(200_000));
    }
    awaitNothingPartial();
    assertThat(agent.workspace().resolve("a")).hasContent("old");
  }

  @Test
  void refusesAnOversizedFileBeforeItIsSent() throws Exception {
    try (RawHttp raw = new RawHttp(agent)) {
      raw.send(
          "PUT /files/huge HTTP/1.1\r\nHost: x\r\nJoy-Ticket: "
              + agent.ticket()
              + "\r\nContent-Length: "
              + (Limits.MAX_FILE + 1)
              + "\r\nExpect: 100-continue\r\n\r\n");
      String answer = raw.readHead();
      assertThat(answer).startsWith("HTTP/1.1 413").doesNotContain("100 Continue");
    }
  }

  @Test
  void continuesOnlyWhenTheWriteMayWork() throws Exception {
    try (RawHttp raw = new RawHttp(agent)) {
      raw.send(
          "PUT /files/small HTTP/1.1\r\nHost: x\r\nJoy-Ticket: "
              + agent.ticket()
              + "\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 100");
      raw.send("abc");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 201");
    }
    assertThat(agent.workspace().resolve("small")).hasContent("abc");
  }

  @Test
  void keepsTheConnectionAfterARefusedUpload() throws Exception {
    file("sub/inner", "x");
    try (RawHttp raw = new RawHttp(agent)) {
      String head =
          "PUT /files/%s HTTP/1.1\r\nHost: x\r\nJoy-Ticket: "
              + agent.ticket()
              + "\r\nContent-Length: 300000\r\n\r\n";
      raw.send(head.formatted("sub") + "x".repeat(300_000));
      assertThat(raw.readAnswer()).startsWith("HTTP/1.1 409");
      raw.send(head.formatted("fine") + "y".repeat(300_000));
      assertThat(raw.readAnswer()).startsWith("HTTP/1.1 201");
    }
  }

  @Test
  void writesNothingWhileTheLastSaveRuns() throws Exception {
    file("a", "x");
    agent.identity().freeze();
    HttpResponse<String> answer = put("a", "y");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("session.saving");
    assertThat(agent.get("/files/a").body()).isEqualTo("x");
    agent.identity().thaw();
    assertThat(put("a", "y").statusCode()).isEqualTo(204);
  }

  private interface Call {
    HttpResponse<String> make() throws Exception;
  }

  private static int status(Call call) {
    try {
      return call.make().statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Path file(String path, String text) throws IOException {
    Path file = agent.workspace().resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String etag(String path) throws Exception {
    return agent.get("/files/" + path).headers().firstValue("ETag").orElseThrow();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return agent.send(
        agent.request("/files/" + path).headers(headers).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> put(String path, String text, String... headers) throws Exception {
    HttpRequest.Builder request =
        agent.request("/files/" + path).PUT(BodyPublishers.ofString(text));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return agent.send(request.build(), BodyHandlers.ofString());
  }

  private long partials() throws IOException {
    try (Stream<Path> all = Files.walk(agent.workspace())) {
      return all.filter(path -> path.getFileName().toString().startsWith(".joy-")).count();
    }
  }

  private void assertNothingPartial() throws IOException {
    assertThat(partials()).isZero();
  }

  private void awaitNothingPartial() throws Exception {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (partials() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertNothingPartial();
  }
}
