package com.joyofhardware.agent.snapshot;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.Ref;
import com.joyofhardware.protocol.control.ControlMessage.Workspace.Fresh;
import com.joyofhardware.protocol.control.ControlMessage.Workspace.Restored;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Makes a workspace from what the master sends, and keeps what the snapshots go on from. */
public final class Workspace {
  private final Path root;
  private final Path state;
  private final InstantSource clock;

  public Workspace(Path root, Path state, InstantSource clock) {
    this.root = root;
    this.state = state;
    this.clock = clock;
  }

  /** Gives the transfers of a message, one after the other. */
  public interface Transfers {
    InputStream next() throws IOException;
  }

  Snapshotter make(Personalise message, Transfers transfers) throws IOException {
    Files.createDirectories(state);
    Files.createDirectories(root);
    requireEmpty();
    Snapshotter snapshotter = new Snapshotter(root, state, clock);
    switch (message.workspace()) {
      case Fresh fresh ->
          new FreshWorkspace(root, snapshotter).make(fresh, message.remoteUrl(), transfers);
      case Restored restored ->
          new RestoredWorkspace(root, state, snapshotter).make(restored.snapshot(), transfers);
    }
    return snapshotter;
  }

  /** A container serves one workspace in its life; what is there would get mixed up with it. */
  private void requireEmpty() throws IOException {
    try (Stream<Path> there = Files.list(root)) {
      if (there.findAny().isPresent()) {
        throw new JoyException(
            ErrorCode.CONFLICT, "the workspace of this container is not empty; take another");
      }
    }
  }

  /** Completes the repository, then tells git so. The person may be working meanwhile. */
  void takeHistory(List<Ref> refs, InputStream pack) throws IOException {
    Path gitDir = root.resolve(Scanner.GIT);
    Git git = new Git(gitDir);
    git.feed(List.of("index-pack", "--stdin"), pack);
    Files.deleteIfExists(gitDir.resolve("shallow"));
    List<String> updates =
        refs.stream()
            .filter(ref -> ref.name().startsWith("refs/heads/"))
            .map(ref -> "update " + remote(ref) + " " + ref.id())
            .toList();
    git.run(List.of("update-ref", "--stdin"), updates);
    List<String> have = git.lines(List.of("for-each-ref", "--format=%(refname)"), List.of());
    List<String> tags =
        refs.stream()
            .filter(ref -> ref.name().startsWith("refs/tags/") && !have.contains(ref.name()))
            .map(ref -> "create " + ref.name() + " " + ref.id())
            .toList();
    git.run(List.of("update-ref", "--stdin"), tags);
  }

  private static String remote(Ref branch) {
    return "refs/remotes/origin/" + branch.name().substring("refs/heads/".length());
  }
}
