package com.joyofhardware.master.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void theKeyIsMadeOnceAndReadableByItsOwnerAlone() throws Exception {
    Path keys = folder.resolve("keys");

    KeyPair first = ClusterKey.in(keys);
    KeyPair second = ClusterKey.in(keys);

    assertThat(second.getPublic()).isEqualTo(first.getPublic());
    assertThat(second.getPrivate()).isEqualTo(first.getPrivate());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(keys.resolve("cluster.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aBrokenKeyIsNotReplaced() throws Exception {
    Files.writeString(folder.resolve("cluster.key"), "lost\n");

    assertThatThrownBy(() -> ClusterKey.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("restore it from a backup");
    assertThat(Files.readString(folder.resolve("cluster.key"))).isEqualTo("lost\n");
  }

  @Test
  void aFolderIsTakenAgainOnceItIsLetGo() throws Exception {
    DataFolder.take(folder.resolve("data")).close();

    try (DataFolder again = DataFolder.take(folder.resolve("data"))) {
      assertThat(Files.readString(again.resolve("run").resolve("lock")))
          .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
    }
  }
}
