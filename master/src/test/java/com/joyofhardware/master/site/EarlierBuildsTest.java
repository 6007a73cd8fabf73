package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierBuildsTest {
  @Test
  void theLastTwoStayServed(@TempDir Path folder) throws IOException {
    Path data = folder.resolve("data");
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    Path three = Files.createDirectory(folder.resolve("three"));
    Path four = Files.createDirectory(folder.resolve("four"));

    assertThat(EarlierBuilds.before(one, data)).isEmpty();
    assertThat(EarlierBuilds.before(one, data)).isEmpty();
    assertThat(EarlierBuilds.before(two, data)).containsExactly(one);
    assertThat(EarlierBuilds.before(three, data)).containsExactly(two, one);
    assertThat(EarlierBuilds.before(four, data)).containsExactly(three, two);
    Files.delete(three);
    assertThat(EarlierBuilds.before(four, data)).containsExactly(two);
  }
}
