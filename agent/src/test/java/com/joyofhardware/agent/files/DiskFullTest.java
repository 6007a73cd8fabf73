package com.joyofhardware.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.TestingAgent;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a small file system of its own, which only root can mount. */
class DiskFullTest {
  @TempDir Path folder;
  private Path workspace;

  @BeforeEach
  void mount() throws Exception {
    workspace = Files.createDirectory(folder.resolve("workspace"));
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can mount a small disk");
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=2m", "joy-test", workspace.toString()) == 0,
        "no tmpfs can be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", workspace.toString());
  }

  @Test
  void aFullDiskIsToldAndNothingIsLost() throws Exception {
    Files.writeString(workspace.resolve("work"), "precious");
    try (TestingAgent agent = TestingAgent.serving(folder)) {
      byte[] big = new byte[5 << 20];
      HttpResponse<String> announced =
          agent.send(
              agent.request("/files/work").PUT(BodyPublishers.ofByteArray(big)).build(),
              BodyHandlers.ofString());
      HttpResponse<String> unannounced =
          agent.send(
              agent
                  .request("/files/work")
                  .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(big)))
                  .build(),
              BodyHandlers.ofString());
      for (HttpResponse<String> answer : java.util.List.of(announced, unannounced)) {
        assertThat(answer.statusCode()).isEqualTo(507);
        assertThat(answer.body()).contains("disk.full");
      }
      assertThat(workspace.resolve("work")).hasContent("precious");
      try (Stream<Path> all = Files.list(workspace)) {
        assertThat(all.map(Path::getFileName)).containsExactly(Path.of("work"));
      }
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor();
  }
}
