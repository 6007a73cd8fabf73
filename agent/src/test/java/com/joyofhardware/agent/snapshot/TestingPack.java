package com.joyofhardware.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Objects that stock git writes and packs, whatever their names; trees aren't checked. */
final class TestingPack {
  private final Path repository;
  private final List<String> objects = new ArrayList<>();

  /** An entry of a tree. */
  record Entry(String mode, String name, String id) {}

  TestingPack(Path folder) throws Exception {
    repository = folder.resolve("objects.git");
    run(new byte[0], "git", "init", "-q", "--bare", repository.toString());
  }

  String blob(String text) throws Exception {
    return object("blob", text.getBytes(StandardCharsets.UTF_8));
  }

  String tree(Entry... entries) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      bytes.writeBytes((entry.mode() + " " + entry.name() + "\0").getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(HexFormat.of().parseHex(entry.id()));
    }
    return object("tree", bytes.toByteArray());
  }

  private String object(String kind, byte[] content) throws Exception {
    String id =
        new String(
                git(content, "hash-object", "-t", kind, "-w", "--literally", "--stdin"),
                StandardCharsets.US_ASCII)
            .strip();
    objects.add(id);
    return id;
  }

  /** Without deltas, in the order of their making. */
  Path write(Path pack) throws Exception {
    byte[] names = String.join("\n", objects).getBytes(StandardCharsets.US_ASCII);
    Files.write(
        pack, git(names, "pack-objects", "-q", "--window=0", "--compression=0", "--stdout"));
    return pack;
  }

  Path index(Path pack) throws Exception {
    Path index = pack.resolveSibling(pack.getFileName() + ".idx");
    git(new byte[0], "index-pack", "-o", index.toString(), pack.toString());
    return index;
  }

  private byte[] git(byte[] input, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "--git-dir", repository.toString()));
    command.addAll(Arrays.asList(words));
    return run(input, command.toArray(String[]::new));
  }

  private static byte[] run(byte[] input, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    try (InputStream out = process.getInputStream()) {
      byte[] said = out.readAllBytes();
      assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
      return said;
    }
  }
}
