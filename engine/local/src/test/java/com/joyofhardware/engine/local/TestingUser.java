package com.joyofhardware.engine.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An account without rights, made for a test and removed after it; needs root. */
record TestingUser(String name, Path home) implements AutoCloseable {
  private static final List<String> TOOLS =
      List.of("useradd", "usermod", "userdel", "runuser", "newuidmap", "newgidmap");

  /** What a process of the user printed. */
  record Outcome(int status, String output) {}

  static boolean possible() throws IOException {
    return Machine.root()
        && TOOLS.stream()
            .allMatch(tool ->
                Stream.of("/usr/bin", "/usr/sbin", "/sbin")
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))));
  }

  /** {@code range} is of subordinate uids and gids, as in {@code 300000-365535}, or nothing. */
  static TestingUser create(String name, String range) throws Exception {
    Path home = Files.createTempDirectory(name);
    TestingUser user = new TestingUser(name, home);
    // A range of its own choice is what useradd gives where login.defs says so.
    command(
        "useradd",
        "--no-create-home",
        "--home-dir",
        home.toString(),
        "-K",
        "SUB_UID_COUNT=0",
        "-K",
        "SUB_GID_COUNT=0",
        name);
    if (!range.isEmpty()) {
      command("usermod", "--add-subuids", range, "--add-subgids", range, name);
    }
    command("chown", name + ":", home.toString());
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    return user;
  }

  /** Runs a main class of this class path, which the user may not be able to read where it is. */
  Outcome java(Class<?> main, List<String> arguments) throws Exception {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      entries.add(copy(Path.of(entry), home.resolve("lib-" + entries.size())).toString());
    }
    command("chown", "-R", name + ":", home.toString());
    List<String> command = new ArrayList<>(List.of("runuser", "-u", name, "--"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx128m", "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp"))));
    command("chown", name + ":", home.resolve("tmp").toString());
    command.addAll(List.of("-cp", String.join(":", entries), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("HOME", home.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private static Path copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      Path target = Files.createDirectories(to).resolve(from.getFileName());
      return Files.exists(from)
          ? Files.copy(from, target, StandardCopyOption.REPLACE_EXISTING)
          : target;
    }
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path each : (Iterable<Path>) tree::iterator) {
        Files.copy(
            each,
            to.resolve(from.relativize(each).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return to;
  }

  @Override
  public void close() throws Exception {
    Object uid = Files.getAttribute(home, "unix:uid");
    command("userdel", name);
    command("rm", "-rf", "/tmp/joy-" + uid);
    command("rm", "-rf", home.toString());
  }

  private static void command(String... command) throws Exception {
    Commands.run(Path.of("/"), List.of(command));
  }
}
