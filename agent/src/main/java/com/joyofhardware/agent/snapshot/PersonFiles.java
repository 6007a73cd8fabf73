package com.joyofhardware.agent.snapshot;

import com.joyofhardware.protocol.PlatformName;
import com.joyofhardware.protocol.control.ControlMessage.GitCredential;
import com.joyofhardware.protocol.control.ControlMessage.Person;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Who the person is and what opens their remote, for git in this container. It lies beside the
 * workspace, not in {@code .git/config}: a restored workspace is byte by byte what it was, in
 * another container and with another token. Of git's two personal files it is the one that {@code
 * git config --global} leaves alone once the person has their own.
 */
public final class PersonFiles {
  private final Path home;
  private final Path state;
  private final boolean proxied;

  /**
   * The files of one container.
   *
   * @param proxied whether a proxy is the only way out of the container
   */
  public PersonFiles(Path home, Path state, boolean proxied) {
    this.home = home;
    this.state = state;
    this.proxied = proxied;
  }

  public void write(Person person, String remoteUrl, GitCredential credential) throws IOException {
    renew(credential);
    URI server = URI.create(remoteUrl).resolve("/");
    URI reached = proxied ? PlatformName.inside(server) : server;
    Path config = home.resolve(".config/git/config");
    Files.createDirectories(home.resolve(".config/git"));
    Files.writeString(
        config,
        // The credential goes to the server of the remote and to no other.
        """
        [user]
        \tname = %s
        \temail = %s
        [credential %s]
        \thelper = %s
        """
                .formatted(
                    quoted(person.displayName()),
                    quoted(person.email()),
                    quoted(reached.toString()),
                    quoted(helper()))
            + (reached.equals(server) ? "" : rewritten(server, reached)));
  }

  /** Every program, git too, takes loopback names for the container's own, past any proxy. */
  private static String rewritten(URI server, URI reached) {
    return "[url %s]\n\tinsteadOf = %s\n"
        .formatted(quoted(reached.toString()), quoted(server.toString()));
  }

  private String helper() {
    String file = credentialFile().toString().replace("'", "'\\''");
    return "!f() { test \"$1\" = get && cat '" + file + "'; }; f";
  }

  private Path credentialFile() {
    return state.resolve("git-credential");
  }

  /** Replaces the credential; a git that runs meanwhile reads the old one or the new one. */
  public void renew(GitCredential credential) throws IOException {
    Files.createDirectories(state);
    Path next =
        Files.createTempFile(
            state,
            "git-credential",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(
        next,
        ("username=" + credential.username() + "\npassword=" + credential.token() + "\n")
            .getBytes(StandardCharsets.UTF_8));
    Files.move(next, credentialFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A value of git's configuration, in quotes. */
  static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
