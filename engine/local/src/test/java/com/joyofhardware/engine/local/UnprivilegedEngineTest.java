package com.joyofhardware.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.joyofhardware.engine.local.TestingUser.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine in the hands of somebody who isn't root. */
final class UnprivilegedEngineTest {
  @BeforeAll
  static void needsRootToMakeAUser() throws Exception {
    assumeTrue(
        TestingUser.possible(),
        "making a user for this test needs root and the packages passwd and uidmap");
  }

  @Test
  void passesTheContractWithSubordinateUids() throws Exception {
    try (TestingUser user = TestingUser.create("joytest-some", "1900000-1965535")) {
      Outcome outcome =
          user.java(
              SuiteProcess.class,
              List.of(
                  LocalEngineTest.class.getName(),
                  IsolationTest.class.getName(),
                  DiskWatchTest.class.getName()));
      assertThat(outcome.output()).containsPattern("passed: [1-9]");
      assertThat(outcome.status()).as(outcome.output()).isZero();
      assertThat(HostProcesses.ofUid(1_900_000)).isEmpty();
    }
  }

  @Test
  void namesTheCommandThatGivesARangeToAUserWithoutOne() throws Exception {
    try (TestingUser user = TestingUser.create("joytest-none", "")) {
      Outcome outcome = user.java(TestingEngine.class, List.of(user.home().toString()));
      assertThat(outcome.status()).isNotZero();
      assertThat(outcome.output())
          .contains("UnusableMachineException")
          .contains("usermod --add-subuids")
          .contains("joytest-none");
    }
  }
}
