package com.joyofhardware.engine.local;

import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The host's folder of one sandbox.
 *
 * <pre>
 * state.json         what a later engine has to know
 * supervisor.pid     pid of the supervisor
 * status             JSON lines from bubblewrap
 * ended              exit status of the first process, once it ended
 * cause              why we ended it, if we did
 * log                what supervisor and bubblewrap had to say
 * binds, arguments   input of launch.sh
 * group-binds        control groups that the sandbox sees, likewise
 * groups/            where launch.sh collects those; always empty for anybody else
 * egress/            /run/joy/egress inside, read-only there
 * disk/              what the disk limit holds for
 *   listen/          /run/joy/agent inside: written by the sandbox, so never followed from here
 *   agent.sock       the agent's socket, a hard link that the supervisor made
 *   files/           workspace, home, state
 * </pre>
 */
record SandboxFolder(Path path) {
  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static SandboxFolder create(Path path) throws IOException {
    Files.createDirectory(path, OURS_ALONE);
    return new SandboxFolder(path);
  }

  static Path createOursAlone(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    return Files.isDirectory(path) ? path : Files.createDirectory(path, OURS_ALONE);
  }

  ContainerId id() {
    return new ContainerId(path.getFileName().toString());
  }

  Path state() {
    return path.resolve("state.json");
  }

  Path supervisorPid() {
    return path.resolve("supervisor.pid");
  }

  Path status() {
    return path.resolve("status");
  }

  Path ended() {
    return path.resolve("ended");
  }

  /** Why we ended it, if we did. */
  Path cause() {
    return path.resolve("cause");
  }

  Path log() {
    return path.resolve("log");
  }

  Path binds() {
    return path.resolve("binds");
  }

  Path groupBinds() {
    return path.resolve("group-binds");
  }

  Path groups() {
    return path.resolve("groups");
  }

  Path arguments() {
    return path.resolve("arguments");
  }

  Path egress() {
    return path.resolve("egress");
  }

  Path egressSocket() {
    return egress().resolve("egress.sock");
  }

  Path image() {
    return path.resolve("disk.img");
  }

  Path disk() {
    return path.resolve("disk");
  }

  Path agentSocket() {
    return disk().resolve("agent.sock");
  }

  Path listen() {
    return disk().resolve("listen");
  }

  Path files() {
    return disk().resolve("files");
  }

  Path workspace() {
    return files().resolve("workspace");
  }

  Path home() {
    return files().resolve("home");
  }

  Path agentState() {
    return files().resolve("state");
  }
}
