package com.joyofhardware.master.link;

import com.joyofhardware.master.link.AgentLink.Transfer;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.control.ControlMessage.Workspace.Fresh;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A project's bare repository and a clone to push from, made with git itself. */
public final class TestingProject {
  private final Path folder;
  private final Path bare;

  private TestingProject(Path folder) {
    this.folder = folder;
    this.bare = folder.resolve("project.git");
  }

  public static TestingProject in(Path folder) throws IOException {
    TestingProject project = new TestingProject(Files.createDirectories(folder));
    Git.run(folder, "init", "-q", "--bare", "-b", "main", "project.git");
    Git.run(folder, "init", "-q", "-b", "main", "source");
    Git.run(project.source(), "remote", "add", "origin", project.bare.toString());
    return project;
  }

  public Path bare() {
    return bare;
  }

  public Path source() {
    return folder.resolve("source");
  }

  public Project project() {
    return new Project(
        7, 1, new Name("ada"), new Name("blinky"), Visibility.PRIVATE, null, Instant.EPOCH, null);
  }

  /** Commits what is in {@link #source} and pushes it. */
  public String push(String message) throws IOException {
    Git.run(source(), "add", "-A");
    Git.run(source(), "commit", "-q", "--allow-empty", "-m", message);
    Git.run(source(), "push", "-q", "origin", "main");
    return Git.text(source(), "rev-parse", "HEAD").strip();
  }

  /** What a fresh workspace starts from, and its transfers. */
  public record Checkout(Fresh workspace, List<Transfer> transfers) {}

  public Checkout checkout(String commit) throws IOException {
    Path made = Files.createTempDirectory(folder, "tree");
    String objects =
        commit
            + "\n"
            + Git.text(bare, "rev-list", "--objects", "--no-object-names", commit + "^{tree}");
    String name =
        Git.feed(
                bare,
                objects.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "pack-objects",
                "-q",
                "--window=0",
                "--no-reuse-delta",
                made.resolve("pack").toString())
            .strip();
    Path index = made.resolve("index");
    // git itself reads no tree that leads out; then the index is of no interest.
    if (Git.ask(bare, new byte[0], "read-tree", "--index-output=" + index, commit).exit() != 0) {
      Files.createFile(index);
    }
    Path pack = made.resolve("pack-" + name + ".pack");
    return new Checkout(
        new Fresh("main", commit, Files.size(pack), List.of()),
        List.of(file(index), file(made.resolve("pack-" + name + ".idx")), file(pack)));
  }

  /** Everything all branches and tags reach. */
  public Transfer history() throws IOException {
    Path made = Files.createTempDirectory(folder, "history");
    String name =
        Git.feed(bare, new byte[0], "pack-objects", "-q", "--all", made.resolve("pack").toString())
            .strip();
    return file(made.resolve("pack-" + name + ".pack"));
  }

  private static Transfer file(Path file) {
    return out -> Files.copy(file, out);
  }
}
