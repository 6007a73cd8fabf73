package com.joyofhardware.master.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't be saved in the ordinary way is readable under {@code rescued/}. */
class RescueTest {
  private static final Hold HOLD =
      new Hold(
          new ContainerId("lostcontainer0"),
          TestingRows.NODE,
          Size.FULL,
          new AgentAddress.Unix("/none"),
          new Claim(1, 1));

  @TempDir Path folder;
  private Path workspace;
  private Rescue rescue;

  @BeforeEach
  void make() throws IOException {
    workspace = Files.createDirectories(folder.resolve("container/workspace"));
    rescue = new Rescue(folder.resolve("rescued"));
  }

  @Test
  void namesAndProgramsAreAsTheyWere() throws IOException {
    // A name that is no UTF-8: as text it would come back as another one.
    Path odd = Path.of(URI.create(workspace.toUri() + "%FF%FE.v"));
    Files.writeString(odd, "odd");
    Path script = Files.writeString(workspace.resolve("run"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setAttribute(script, "unix:mode", 04755);

    Path copy = copy(Optional.empty()).orElseThrow();

    assertThat(Path.of(URI.create(copy.toUri() + "/%FF%FE.v"))).hasContent("odd");
    assertThat(copy.resolve("run")).isExecutable();
    assertThat((Integer) Files.getAttribute(copy.resolve("run"), "unix:mode") & 07777)
        .as("no program with the rights of the master")
        .isEqualTo(0700);
  }

  @Test
  void whatNobodyMayReadInTheWorkspaceCanBeReadInTheCopy() throws IOException {
    Path secret = Files.writeString(workspace.resolve("locked"), "text");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeTrue(Files.isReadable(secret), "only root reads a file without permissions");

    Path copy = copy(Optional.empty()).orElseThrow().resolve("locked");

    assertThat(copy).hasContent("text");
    assertThat(Files.getPosixFilePermissions(copy))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "of the host");
    Files.createSymbolicLink(workspace.resolve("link"), secret);
    Files.writeString(workspace.resolve("a.v"), "text");

    Path copy = copy(Optional.empty()).orElseThrow();

    assertThat(copy.resolve("link")).isSymbolicLink();
  }

  @Test
  void nothingIsCopiedWhenAllOfItIsAtTheMaster() throws IOException {
    Files.writeString(workspace.resolve("a.v"), "text");

    assertThat(copy(Optional.of(Instant.now().plusSeconds(60)))).isEmpty();

    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(folder.resolve("container"));
    }
  }

  private Optional<Path> copy(Optional<Instant> stored) throws IOException {
    return rescue.copy(
        folder.resolve("container"), TestingRows.wish(1, WantedSize.ANY), HOLD, stored);
  }
}
