package com.joyofhardware.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.AgentScene;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class ArchiveTest extends AgentScene {
  @Test
  void aFolderComesWithAllThatIsInIt() throws Exception {
    Files.createDirectories(workspace.resolve("rtl/empty"));
    Files.writeString(workspace.resolve("rtl/üart \"1\".v"), "module uart;\n");
    Files.writeString(workspace.resolve("outside.v"), "not in rtl");
    assertThat(unzip("rtl"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("empty/", "", "üart \"1\".v", "module uart;\n"));
    assertThat(unzip("")).containsKeys("rtl/", "rtl/üart \"1\".v", "outside.v");
  }

  @Test
  void whatItCantHoldIsNamed() throws Exception {
    Files.writeString(folder.resolve("secret"), "secret");
    Files.createDirectory(workspace.resolve("rtl"));
    Files.createSymbolicLink(workspace.resolve("rtl/link"), folder.resolve("secret"));
    Files.createSymbolicLink(workspace.resolve("rtl/up"), folder);
    Map<String, String> entries = unzip("rtl");
    assertThat(entries).containsOnlyKeys("left-out.txt");
    assertThat(entries.get("left-out.txt")).contains("link\nup\n").doesNotContain("secret");
  }

  @Test
  void onlyAFolderIsArchivedAndOnlyAsZip() throws Exception {
    Files.writeString(workspace.resolve("top.v"), "module");
    assertThat(agent.get("/files/top.v?archive=zip").body()).contains("file.not_folder");
    assertThat(agent.get("/files/?archive=tar").body()).contains("request.invalid");
    assertThat(agent.get("/files/none?archive=zip").statusCode()).isEqualTo(404);
  }

  /** More than the agent's memory would hold in a container. */
  @Test
  void aLargeOneIsNeverHeldAsAWhole() throws Exception {
    byte[] piece = new byte[1 << 20];
    for (int i = 0; i < 64; i++) {
      new java.util.Random(i).nextBytes(piece);
      Files.write(workspace.resolve("part" + i), piece);
    }
    long total = 0;
    try (ZipInputStream zip = new ZipInputStream(body(""))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        total += zip.readAllBytes().length;
      }
    }
    assertThat(total).isEqualTo(64L << 20);
  }

  private InputStream body(String path) throws Exception {
    HttpResponse<InputStream> response =
        agent.send(
            agent.request("/files/" + path + "?archive=zip").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private Map<String, String> unzip(String path) throws Exception {
    Map<String, String> entries = new TreeMap<>();
    byte[] all = body(path).readAllBytes();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(all))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }
}
