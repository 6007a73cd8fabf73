package com.joyofhardware.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.protocol.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the options of {@code agent.jvmopts}, in a process of its own. */
@Timeout(180)
class SmallMemoryTest {
  private static final long GIGABYTE = 1 << 30;
  private static final int MAX_BUSY_KIB = 130 << 10;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private String ticket;
  private int port;

  @BeforeEach
  void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "@agent.jvmopts",
            "-cp",
            System.getProperty("java.class.path"),
            SmallAgent.class.getName(),
            folder.toString());
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.environment().put("LC_ALL", "C.UTF-8");
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String[] words = out.readLine().split(" ", -1);
    port = Integer.parseInt(words[0]);
    ticket = words[1];
  }

  @AfterEach
  void stop() throws Exception {
    process.getOutputStream().close();
    process.waitFor();
    http.shutdownNow();
  }

  @Test
  void writesAndReadsAGigabyte() throws Exception {
    Assumptions.assumeTrue(
        Files.getFileStore(folder).getUsableSpace() > 3 * GIGABYTE, "no 3 GB of disk are free");
    InputStream zeros =
        new InputStream() {
          private long left = GIGABYTE;

          @Override
          public int read() {
            return left-- > 0 ? 7 : -1;
          }

          @Override
          public int read(byte[] into, int from, int length) {
            int count = (int) Math.min(length, left);
            left -= count;
            return count == 0 ? -1 : count;
          }
        };
    assertThat(send("/files/big", BodyPublishers.ofInputStream(() -> zeros), "PUT")).isEqualTo(201);
    assertThat(Files.size(folder.resolve("workspace/big"))).isEqualTo(GIGABYTE);
    try (InputStream back =
        http.send(request("/files/big").build(), BodyHandlers.ofInputStream()).body()) {
      assertThat(back.skip(GIGABYTE)).isEqualTo(GIGABYTE);
      assertThat(back.read()).isEqualTo(-1);
    }
    assertThat(kib("VmHWM")).isLessThan(MAX_BUSY_KIB);
  }

  private int send(String path, HttpRequest.BodyPublisher body, String method) throws Exception {
    return http.send(request(path).method(method, body).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header(Protocol.TICKET_HEADER, ticket);
  }

  private int kib(String what) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
    Matcher line = Pattern.compile(what + ":\\s+(\\d+) kB").matcher(String.join("\n", status));
    assertThat(line.find()).isTrue();
    return Integer.parseInt(line.group(1));
  }
}
