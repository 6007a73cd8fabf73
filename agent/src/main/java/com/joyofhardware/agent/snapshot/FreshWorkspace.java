package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.ControlMessage.UncommittedFile;
import com.joyofhardware.protocol.control.ControlMessage.Workspace.Fresh;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Lays out a commit of the project with a repository around it, without starting a process. */
final class FreshWorkspace {
  /** The parts of git-check-ref-format that could lead out of {@code refs/}, and then some. */
  private static final Pattern BRANCH =
      Pattern.compile("(?!.*\\.\\.)(?!.*(^|/)\\.)(?!.*\\.lock(/|$))[^\\x00-\\x20~^:?*\\[\\\\\"]+");

  private static final int COPY = 32 << 10;

  private final Path root;
  private final Path git;
  private final Snapshotter snapshotter;

  FreshWorkspace(Path root, Snapshotter snapshotter) {
    this.root = root;
    this.git = root.resolve(Scanner.GIT);
    this.snapshotter = snapshotter;
  }

  void make(Fresh fresh, String remoteUrl, Workspace.Transfers transfers) throws IOException {
    String branch = fresh.branch();
    if (!BRANCH.matcher(branch).matches() || branch.startsWith("/") || branch.endsWith("/")) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "not a branch: '" + branch + "'");
    }
    for (String folder : List.of("objects/pack", "objects/info", "refs/heads", "refs/tags")) {
      Files.createDirectories(git.resolve(folder));
    }
    String commit = fresh.commit();
    if (commit != null) {
      Path index = git.resolve("objects/pack/pack-" + commit + ".idx");
      save(transfers, git.resolve("index"));
      save(transfers, index);
      Path pack = git.resolve("objects/pack/pack-" + commit + ".pack");
      try (ArrivingFile arriving = ArrivingFile.create(pack, fresh.packBytes())) {
        SideTask checkingOut =
            SideTask.start("check-out", () -> checkOut(commit, branch, arriving, index));
        try (InputStream in = transfers.next()) {
          arriving.receive(in);
        } finally {
          checkingOut.join();
        }
      }
    }
    write("HEAD", "ref: refs/heads/" + branch + "\n");
    write("config", config(branch, remoteUrl));
    for (UncommittedFile file : fresh.uncommitted()) {
      add(file);
    }
  }

  private void checkOut(String commit, String branch, ArrivingFile packFile, Path index)
      throws IOException {
    try (PackFile pack = PackFile.arriving(packFile, index)) {
      CommitText text = CommitText.parse(pack.read(ObjectId.parse(commit), ObjectKind.COMMIT));
      Folder worktree = Objects.requireNonNull(snapshotter.top().worktree());
      Layout.ofProject(pack).fill(worktree, root, text.tree(), null);
      write("refs/heads/" + branch, commit + "\n");
      write("refs/remotes/origin/" + branch, commit + "\n");
      if (!text.parents().isEmpty()) {
        write("shallow", commit + "\n");
        snapshotter.top().awaitsHistory(true);
      }
      snapshotter.know(pack.ids(), Set.of(commit));
    }
  }

  private static void save(Workspace.Transfers transfers, Path file) throws IOException {
    try (InputStream in = transfers.next();
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      byte[] buffer = new byte[COPY];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = git.resolve(name);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
  }

  /** Who commits, and the credential, are no part of a workspace: see {@code PersonFiles}. */
  private static String config(String branch, String remoteUrl) {
    return """
    [core]
    \trepositoryformatversion = 0
    \tfilemode = true
    \tbare = false
    \tlogallrefupdates = true
    [remote "origin"]
    \turl = %s
    \tfetch = +refs/heads/*:refs/remotes/origin/*
    [branch "%s"]
    \tremote = origin
    \tmerge = refs/heads/%s
    """
        .formatted(PersonFiles.quoted(remoteUrl), branch, branch);
  }

  /** Only new files: what the project has is not overwritten, nor written to through a link. */
  private void add(UncommittedFile file) throws IOException {
    Path path = root.resolve(file.path()).normalize();
    if (!path.startsWith(root) || path.startsWith(git) || path.equals(root)) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "not in the workspace: " + file.path());
    }
    for (Path folder : root.relativize(path)) {
      Path at = root.resolve(folder);
      if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && at.equals(path)) {
        return;
      }
    }
    Path folder = path.getParent();
    if (folder != null && !folder.equals(root)) {
      Files.createDirectories(folder);
      if (!folder.toRealPath().startsWith(root.toRealPath())) {
        throw new JoyException(ErrorCode.BAD_REQUEST, "behind a link: " + file.path());
      }
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.writeString(path, file.text(), StandardOpenOption.CREATE_NEW);
    }
  }
}
