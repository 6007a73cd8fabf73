package com.joyofhardware.master.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @Test
  void nobodysHashHasTheParametersOfAllOthers() {
    String ours = passwords.hash("correct horse");
    assertThat(Passwords.NOBODYS.substring(0, Passwords.NOBODYS.indexOf("p=1$")))
        .isEqualTo(ours.substring(0, ours.indexOf("p=1$")));
    assertThat(Passwords.NOBODYS).hasSameSizeAs(ours);
    assertThat(new Argon2PasswordEncoder(16, 32, 1, 19_456, 2).upgradeEncoding(Passwords.NOBODYS))
        .isFalse();
  }

  @Test
  void anUnknownNameTakesAsLongAsAWrongPassword() {
    String hash = passwords.hash("correct horse");
    double wrong = medianMillis(hash);
    double unknown = medianMillis(null);

    assertThat(unknown / wrong).isBetween(0.5, 2.0);
  }

  private double medianMillis(String hash) {
    double[] times = new double[9];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      assertThat(passwords.matches("wrong", hash)).isFalse();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
