package com.joyofhardware.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivingFileTest {
  @TempDir Path folder;

  @Test
  void aReaderHasWhatIsThereAndWaitsForTheRest() throws Exception {
    Path path = folder.resolve("pack");
    try (ArrivingFile file = ArrivingFile.create(path, 5);
        PipedOutputStream sender = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(sender)) {
      SideTask receiving = SideTask.start("receive", () -> file.receive(in));
      sender.write(new byte[] {'a', 'b', 'c'});
      sender.flush();
      assertThat(file.await(3)).isEqualTo(3);
      SideTask sending =
          SideTask.start(
              "send",
              () -> {
                sender.write(new byte[] {'d', 'e'});
                sender.close();
              });
      assertThat(file.await(16)).as("all of it, where more is asked for").isEqualTo(5);
      sending.join();
      receiving.join();
    }
    assertThat(path).hasContent("abcde");
  }

  @Test
  void aReaderLearnsThatTheRestNeverComes() throws Exception {
    try (ArrivingFile file = ArrivingFile.create(folder.resolve("cut"), 5)) {
      InputStream cut = new ByteArrayInputStream(new byte[3]);
      assertThatThrownBy(() -> file.receive(cut)).hasMessageContaining("5 bytes ended after 3");
      assertThat(file.await(3)).isEqualTo(3);
      assertThatThrownBy(() -> file.await(4))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("never came");
    }
  }

  @Test
  void moreThanWasAnnouncedIsRefused() throws Exception {
    Path path = folder.resolve("long");
    try (ArrivingFile file = ArrivingFile.create(path, 5)) {
      assertThatThrownBy(() -> file.receive(new ByteArrayInputStream(new byte[6])))
          .hasMessageContaining("has more");
      assertThatThrownBy(() -> file.await(1)).hasMessageContaining("never came");
    }
    assertThat(path).hasSize(5);
  }
}
