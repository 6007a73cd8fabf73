package com.joyofhardware.agent.bitstreams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IceImageTest {
  @ParameterizedTest
  @CsvSource({"lp384,qn32,384", "hx1k,tq144,1k", "u4k,sg48,u4k", "up5k,sg48,5k", "hx8k,ct256,8k"})
  void knowsWhatIcepackWrote(String option, String packaging, String device, @TempDir Path folder)
      throws Exception {
    byte[] image = TestingBitstreams.built(folder, option, packaging);

    assertThat(IceImage.device(image)).hasValue(device);
    // the last byte is no part of it: what wakes the FPGA up is before
    for (int length : new int[] {0, 7, 40, image.length / 2, image.length - 8, image.length - 2}) {
      assertThat(IceImage.device(Arrays.copyOf(image, length))).as("%d bytes", length).isEmpty();
    }
    assertThat(image.length).isGreaterThan(IceImage.SMALLEST);
  }

  @Test
  void takesWhatIsAppendedAndACommentBefore() {
    byte[] image = TestingBitstreams.up5k(1);
    assertThat(IceImage.device(Arrays.copyOf(image, image.length + 5_000))).hasValue("5k");
    byte[] commented = new byte[image.length + 300];
    Arrays.fill(commented, (byte) ' ');
    System.arraycopy(image, 0, commented, 300, image.length);
    assertThat(IceImage.device(commented)).hasValue("5k");
  }

  @Test
  void refusesAnotherFpgaAndASizeThatIsNone() {
    assertThat(IceImage.device(TestingBitstreams.image(1024, 336, 1))).isEmpty();
    byte[] huge = TestingBitstreams.up5k(1);
    huge[21] = (byte) 0xff; // more rows than it has
    assertThat(IceImage.device(huge)).isEmpty();
  }

  @Test
  void endsWithWhateverFollowsThePreamble() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      byte[] image = new byte[4 + noise.length];
      System.arraycopy(new byte[] {0x7e, (byte) 0xaa, (byte) 0x99, 0x7e}, 0, image, 0, 4);
      System.arraycopy(noise, 0, image, 4, noise.length);
      assertThat(IceImage.device(image)).isEmpty();
    }
  }
}
