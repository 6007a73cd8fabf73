package com.joyofhardware.master.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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

  /** In turns, and in time of the processor: other tests run beside this one. */
  @Test
  void anUnknownNameTakesAsLongAsAWrongPassword() {
    String hash = passwords.hash("correct horse");
    long[] wrong = new long[9];
    long[] unknown = new long[9];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = nanosToRefuse(hash);
      unknown[i] = nanosToRefuse(null);
    }
    assertThat((double) median(unknown) / median(wrong)).isBetween(0.5, 2.0);
  }

  private long nanosToRefuse(String hash) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    assertThat(passwords.matches("wrong", hash)).isFalse();
    return threads.getCurrentThreadCpuTime() - start;
  }

  private static long median(long[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
