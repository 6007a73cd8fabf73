package com.joyofhardware.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtagsTest {
  @TempDir Path folder;

  /** Writing in place, as fast as it goes, with the same size: the case that time stamps miss. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyContentHasAnEtagOfItsOwn(boolean coarse) throws Exception {
    boolean fine = !Etags.isBefore613(System.getProperty("os.version"));
    org.junit.jupiter.api.Assumptions.assumeTrue(coarse || fine, "this kernel's clock is coarse");
    Path file = Files.writeString(folder.resolve("a"), "0000");
    Set<String> seen = new HashSet<>();
    try (Folder root = Folder.root(folder)) {
      for (int i = 0; i < 60; i++) {
        Files.writeString(file, "%04d".formatted(i));
        try (Entry entry = root.entry(BeneathPath.parse("a"))) {
          assertThat(seen.add(Etags.settled(entry::attributes, coarse).etag())).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"5.15.0-91-generic,true", "6.12.3,true", "6.13.0,false", "6.18.44-x,false", "?,true"})
  void knowsFromWhichKernelOnTimesAreFine(String version, boolean before) {
    assertThat(Etags.isBefore613(version)).isEqualTo(before);
  }

  @Test
  void theEtagStaysWhileNothingChanges() throws Exception {
    Files.writeString(folder.resolve("a"), "x");
    try (Folder root = Folder.root(folder);
        Entry entry = root.entry(BeneathPath.parse("a"))) {
      assertThat(entry.attributes().etag()).isEqualTo(entry.attributes().etag());
    }
  }
}
