package com.joyofhardware.agent.bitstreams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardGuessTest {
  @TempDir Path workspace;

  @Test
  void thePinFileNamesTheBoard() {
    assertThat(BoardGuess.choose(List.of("icebreaker.pcf"), "", "5k")).hasValue("icebreaker");
    assertThat(BoardGuess.choose(List.of("iCEBreaker-bitsy-v1.pcf"), "", "5k"))
        .hasValue("icebreaker-bitsy");
    assertThat(BoardGuess.choose(List.of("icestick.pcf"), "", "5k")).as("no 5k").isEmpty();
    assertThat(BoardGuess.choose(List.of("pins.pcf"), "", "5k")).isEmpty();
  }

  @Test
  void ofSeveralPinFilesTheMakefileSaysWhich() {
    List<String> pins = List.of("icebreaker.pcf", "fomu.pcf", "icestick.pcf");
    assertThat(BoardGuess.choose(pins, "", "5k")).isEmpty();
    assertThat(BoardGuess.choose(pins, "PCF := fomu.pcf\n", "5k")).hasValue("fomu");
    assertThat(BoardGuess.choose(pins, "", "1k")).as("one fits").hasValue("icestick");
    assertThat(BoardGuess.choose(List.of("pins.pcf"), "# for the UPduino 3.1\n", "5k"))
        .hasValue("upduino3");
  }

  @Test
  void theNearestFolderThatHasOneCounts() throws Exception {
    Files.createDirectories(workspace.resolve("a/build/out"));
    Files.writeString(workspace.resolve("fomu.pcf"), "");
    Files.writeString(workspace.resolve("a/icebreaker.pcf"), "");
    BoardGuess guess = new BoardGuess(workspace);
    assertThat(guess.of("a/build/out/top.bin", "5k")).hasValue("icebreaker");
    assertThat(guess.of("top.bin", "5k")).hasValue("fomu");
    assertThat(guess.of("gone/top.bin", "5k")).isEmpty();
  }
}
