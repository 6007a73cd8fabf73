package com.joyofhardware.agent.terminal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrollbackTest {
  private static final int CAPACITY = 300_000;
  private final Scrollback scrollback = new Scrollback(CAPACITY);

  @AfterEach
  void close() {
    scrollback.close();
  }

  private void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; ) {
      MemorySegment room = scrollback.room();
      int count = (int) Math.min(room.byteSize(), bytes.length - at);
      MemorySegment.copy(bytes, at, room, JAVA_BYTE, 0, count);
      scrollback.wrote(count);
      at += count;
    }
  }

  private String replay() {
    Scrollback.Start start = scrollback.start();
    ByteBuf all = Unpooled.buffer();
    for (long at = start.position(); at < scrollback.end(); ) {
      at += scrollback.copy(at, all, 65_536);
    }
    return start.prefix() + all.toString(StandardCharsets.UTF_8);
  }

  @Test
  void keepsAllWhileThereIsRoom() {
    print("\33[?1049hfirst\nsecond");
    assertThat(replay()).isEqualTo("\33[?1049hfirst\nsecond");
  }

  @Test
  void beginsAtALineWhereItWasCut() {
    String line = "äöü€ 0123456789\n";
    print(line.repeat(100_000));
    String replay = replay();
    assertThat(replay).startsWith(line).endsWith(line);
    assertThat(replay.getBytes(StandardCharsets.UTF_8).length).isBetween(CAPACITY - 50, CAPACITY);
  }

  @Test
  void beginsAtACharacterWhereThereAreNoLines() {
    print("€".repeat(300_001));
    assertThat(replay()).startsWith("€").doesNotContain("\ufffd");
  }

  @Test
  void bringsBackTheModesThatWereCutOff() {
    print("\33[?1049h\33[?25l\33[?2004h\33[?2004l\33[?7l" + "x\n".repeat(400_000));
    assertThat(replay()).startsWith("\33[?25l\33[?1049hx\nx\n");
    print("\33[?25;1049;99999999999h\33[?1049l" + "x\n".repeat(400_000));
    assertThat(replay()).startsWith("x\n");
    print("\33[?1006h" + "x\n".repeat(400_000) + "\33c" + "x\n".repeat(400_000));
    assertThat(replay()).startsWith("x\n");
  }
}
