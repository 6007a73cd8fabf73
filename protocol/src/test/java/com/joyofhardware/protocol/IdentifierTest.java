package com.joyofhardware.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "ann", "a-b-c", "0", "x23456789012345678901234567890123456789"})
  void namesThatAreFine(String name) {
    assertThat(new Name(name).toString()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "a--b", "Ann", "a_b", "a.b", "a/b", "..", "ä", "a\n"})
  void namesThatAreNot(String name) {
    assertThatThrownBy(() -> new Name(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSessionIdIsADnsLabelWithoutDashes() {
    assertThat(SessionId.random(new SecureRandom()).value()).matches("[a-z0-9]{16}");
  }

  @Property
  void claimsAreOrderedByEpochThenNumber(
      @ForAll @LongRange(min = 0, max = 5) long epoch, @ForAll @LongRange(min = 0) long n) {
    Claim claim = new Claim(epoch, n);

    assertThat(Claim.parse(claim.toString())).isEqualTo(claim);
    assertThat(new Claim(epoch + 1, 0).isNewerThan(claim)).isTrue();
    assertThat(claim.isNewerThan(claim)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.", ".1", "1.2.3", "-1.2", "a.b"})
  void claimsThatAreNone(String text) {
    assertThatThrownBy(() -> Claim.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:/run/a.sock", "tcp:10.0.0.1:80", "tcp:::1:80"})
  void addressesReadBack(String text) {
    assertThat(AgentAddress.parse(text).toString()).isEqualTo(text);
  }
}
