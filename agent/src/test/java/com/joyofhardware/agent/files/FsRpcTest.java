package com.joyofhardware.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.joyofhardware.agent.RpcScene;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.FileEntry;
import com.joyofhardware.protocol.agent.FileKind;
import com.joyofhardware.protocol.agent.FileStat;
import com.joyofhardware.protocol.agent.Fs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FsRpcTest extends RpcScene {
  @Test
  void tellsWhatIsAtAPath() throws Exception {
    Path file = file("top.v", "module");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(workspace.resolve("link"), Path.of("top.v"));
    FileStat stat = rpc.result("fs/stat", new Fs.At("top.v"), FileStat.class);
    assertThat(stat.kind()).isEqualTo(FileKind.FILE);
    assertThat(stat.size()).isEqualTo(6);
    assertThat(stat.mode()).isEqualTo(0640);
    assertThat(stat.readOnly()).isFalse();
    assertThat(stat.etag())
        .isEqualTo(agent.get("/files/top.v").headers().firstValue("ETag").orElseThrow());
    FileStat link = rpc.result("fs/stat", new Fs.At("link"), FileStat.class);
    assertThat(link.kind()).isEqualTo(FileKind.LINK);
    assertThat(link.target()).isEqualTo("top.v");
    assertThat(rpc.result("fs/stat", new Fs.At(""), FileStat.class).kind())
        .isEqualTo(FileKind.FOLDER);
    assertThat(rpc.error("fs/stat", new Fs.At("none"))).isEqualTo("file.not_found");
    assertThat(rpc.error("fs/stat", new Fs.At("../x"))).isEqualTo("file.outside");
    assertThat(rpc.error("fs/stat", Map.of())).isEqualTo("request.invalid");
  }

  @Test
  void listsAFolderByName() throws Exception {
    file("b", "22");
    file("a/inner", "");
    file(".joy-partial-left", "");
    Files.createSymbolicLink(workspace.resolve("c"), Path.of("/etc"));
    Fs.Listing listing = rpc.result("fs/list", new Fs.At(""), Fs.Listing.class);
    assertThat(listing.truncated()).isFalse();
    assertThat(listing.entries())
        .extracting(FileEntry::name, FileEntry::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", FileKind.FOLDER),
            org.assertj.core.groups.Tuple.tuple("b", FileKind.FILE),
            org.assertj.core.groups.Tuple.tuple("c", FileKind.LINK));
    assertThat(rpc.error("fs/list", new Fs.At("b"))).isEqualTo("file.not_folder");
    assertThat(rpc.error("fs/list", new Fs.At("c"))).isEqualTo("file.outside");
  }

  @Test
  void cutsAHugeListing() throws Exception {
    for (int i = 0; i <= Limits.MAX_LIST_ENTRIES; i++) {
      Files.createFile(workspace.resolve("f" + i));
    }
    Fs.Listing listing = rpc.result("fs/list", new Fs.At(""), Fs.Listing.class);
    assertThat(listing.truncated()).isTrue();
    assertThat(listing.entries()).hasSize(Limits.MAX_LIST_ENTRIES);
  }

  @Test
  void showsANameThatIsNotUtf8ButReachesNothingByIt() throws Exception {
    new ProcessBuilder("bash", "-c", "echo x > $'odd\\xff'")
        .directory(workspace.toFile())
        .start()
        .waitFor();
    Fs.Listing listing = rpc.result("fs/list", new Fs.At(""), Fs.Listing.class);
    assertThat(listing.entries()).containsExactly(new FileEntry("odd\ufffd", FileKind.OTHER, 0, 0));
    assertThat(rpc.error("fs/stat", new Fs.At("odd\ufffd"))).isEqualTo("file.not_found");
  }

  @Test
  void createsFilesAndFolders() throws Exception {
    assertThat(
            rpc.result("fs/create", new Fs.Create("new", FileKind.FOLDER), FileStat.class).kind())
        .isEqualTo(FileKind.FOLDER);
    rpc.result("fs/create", new Fs.Create("new/file", FileKind.FILE), FileStat.class);
    assertThat(workspace.resolve("new/file")).isEmptyFile();
    assertThat(rpc.error("fs/create", new Fs.Create("new/file", FileKind.FILE)))
        .isEqualTo("file.exists");
    assertThat(rpc.error("fs/create", new Fs.Create("no/file", FileKind.FILE)))
        .isEqualTo("file.not_found");
    assertThat(rpc.error("fs/create", new Fs.Create("x", FileKind.LINK)))
        .isEqualTo("request.invalid");
  }

  @Test
  void renamesAndOverwritesOnlyWhenAsked() throws Exception {
    file("a", "A");
    file("b", "B");
    file("full/inner", "I");
    file("other/thing", "T");
    assertThat(rpc.error("fs/rename", new Fs.Move("a", "b", false))).isEqualTo("file.exists");
    rpc.result("fs/rename", new Fs.Move("a", "b", true), FileStat.class);
    assertThat(workspace.resolve("b")).hasContent("A");
    rpc.result("fs/rename", new Fs.Move("full", "other", true), FileStat.class);
    assertThat(workspace.resolve("other/inner")).hasContent("I");
    assertThat(workspace.resolve("other/thing")).doesNotExist();
    assertThat(workspace.resolve("full")).doesNotExist();
    assertThat(rpc.error("fs/rename", new Fs.Move("other", "other/in", false)))
        .isEqualTo("request.invalid");
    assertThat(rpc.error("fs/rename", new Fs.Move("none", "x", false))).isEqualTo("file.not_found");
    rpc.result("fs/rename", new Fs.Move("b", "other", true), FileStat.class);
    assertThat(workspace.resolve("other")).isRegularFile();
  }

  @Test
  void copiesTreesWithModesAndLinks() throws Exception {
    Path script = file("from/sub/run.sh", "#!/bin/sh");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.createSymbolicLink(workspace.resolve("from/out"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(workspace.resolve("from/loop"), Path.of("."));
    rpc.result("fs/copy", new Fs.Move("from", "to", false), FileStat.class);
    assertThat(workspace.resolve("to/sub/run.sh")).hasContent("#!/bin/sh");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(workspace.resolve("to/sub/run.sh"))))
        .isEqualTo("rwxr-x--x");
    assertThat(Files.readSymbolicLink(workspace.resolve("to/out")))
        .isEqualTo(Path.of("/etc/passwd"));
    assertThat(Files.readSymbolicLink(workspace.resolve("to/loop"))).isEqualTo(Path.of("."));
    assertThat(rpc.error("fs/copy", new Fs.Move("from", "to", false))).isEqualTo("file.exists");
    assertThat(rpc.error("fs/copy", new Fs.Move("from", "from/in", false)))
        .isEqualTo("request.invalid");
    file("other/x", "x");
    rpc.result("fs/copy", new Fs.Move("other", "to", true), FileStat.class);
    assertThat(workspace.resolve("to/x")).hasContent("x");
    assertThat(workspace.resolve("to/sub")).doesNotExist();
  }

  @Test
  void deletesTreesOnlyWhenAskedAndNeverWhatLinksPointTo() throws Exception {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    file("tree/a/b/c", "x");
    Files.createSymbolicLink(workspace.resolve("tree/a/link"), kept);
    assertThat(rpc.error("fs/delete", new Fs.Delete("tree", false)))
        .isEqualTo("file.folder_not_empty");
    assertThat(rpc.call("fs/delete", new Fs.Delete("tree", true)).get("result").isJsonNull())
        .isTrue();
    assertThat(workspace.resolve("tree")).doesNotExist();
    assertThat(kept.resolve("file")).exists();
    assertThat(rpc.error("fs/delete", new Fs.Delete("", true))).isEqualTo("request.invalid");
  }

  @Test
  void tellsWatchersWhatChanged() throws Exception {
    rpc.call("fs/watch", new Fs.Watch());
    file("new/deep/file", "x");
    agent.send(
        agent
            .request("/files/saved.v")
            .PUT(java.net.http.HttpRequest.BodyPublishers.ofString("x"))
            .build(),
        java.net.http.HttpResponse.BodyHandlers.discarding());
    file(".git/objects/aa/bb", "x");
    file(".git/logs/HEAD", "x");
    file(".git/HEAD", "ref: refs/heads/main");
    file("last", "x");
    Map<String, String> seen = new HashMap<>();
    while (!seen.containsKey("last")) {
      JsonObject changed = rpc.notification();
      assertThat(changed.get("method").getAsString()).isEqualTo("fs/changed");
      for (JsonElement one : changed.getAsJsonObject("params").getAsJsonArray("changes")) {
        JsonObject change = one.getAsJsonObject();
        seen.put(change.get("path").getAsString(), change.get("kind").getAsString());
      }
    }
    assertThat(seen)
        .containsEntry("new/deep/file", "created")
        .containsEntry("saved.v", "created")
        .containsKey(".git/HEAD")
        .doesNotContainKey(".git/logs/HEAD")
        .doesNotContainKey(".git/objects/aa/bb");
    assertThat(seen.keySet()).noneMatch(path -> path.contains(".joy-partial"));
  }

  @Test
  void answersBatchesAndWhatIsNoMessage() throws Exception {
    JsonArray answers =
        JsonParser.parseString(
                rpc.raw(
                    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"fs/stat\",\"params\":{\"path\":\"\"}},"
                        + "{\"jsonrpc\":\"2.0\",\"method\":\"fs/stat\",\"params\":{\"path\":\"\"}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":\"two\",\"method\":\"none\"},7]"))
            .getAsJsonArray();
    assertThat(answers).hasSize(3);
    assertThat(answers.get(1).getAsJsonObject().get("id").getAsString()).isEqualTo("two");
    assertThat(rpc.raw("{")).contains("-32700");
    assertThat(rpc.raw("[]")).contains("-32600");
    assertThat(rpc.raw("{\"id\":1,\"method\":\"x\"}")).contains("-32600");
    assertThat(
            rpc.raw(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"fs/stat\",\"params\":{\"path\":5.5,\"x\":1}}"))
        .contains("not_found");
  }

  private Path file(String path, String text) throws IOException {
    Path file = workspace.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
