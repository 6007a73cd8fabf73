package com.joyofhardware.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.joyofhardware.engine.local.TestingUser.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine in the hands of somebody who isn't root. */
final class UnprivilegedEngineTest {
  /** Runs of this test beside each other, in other clones, must not share names or uids. */
  private static final long RUN = ProcessHandle.current().pid();

  private static final int FIRST_UID = 1_900_000 + (int) (RUN % 4_096) * 65_536;

  @BeforeAll
  static void needsRootToMakeAUser() throws Exception {
    assumeTrue(
        TestingUser.possible(),
        "making a user for this test needs root and the packages passwd and uidmap");
  }

  @Test
  void passesTheContractWithSubordinateUids() throws Exception {
    try (TestingUser user =
        TestingUser.create("joytest-some-" + RUN, FIRST_UID + "-" + (FIRST_UID + 65_535))) {
      Outcome outcome =
          user.java(
              SuiteProcess.class,
              List.of(
                  LocalEngineTest.class.getName(),
                  IsolationTest.class.getName(),
                  DiskWatchTest.class.getName()));
      assertThat(outcome.output()).containsPattern("passed: [1-9]");
      assertThat(outcome.status()).as(outcome.output()).isZero();
      assertThat(HostProcesses.ofUid(FIRST_UID)).isEmpty();
    }
  }

  @Test
  void namesTheCommandThatGivesARangeToAUserWithoutOne() throws Exception {
    try (TestingUser user = TestingUser.create("joytest-none-" + RUN, "")) {
      Outcome outcome = user.java(TestingEngine.class, List.of(user.home().toString()));
      assertThat(outcome.status()).isNotZero();
      assertThat(outcome.output())
          .contains("UnusableMachineException")
          .contains("usermod --add-subuids")
          .contains(user.name());
    }
  }
}
