package com.joyofhardware.protocol.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.SessionId;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StatementTest {
  private static final KeyPair KEYS = keys();
  private static final Ticket TICKET =
      new Ticket(
          new Name("ann"),
          new SessionId("abcdefgh"),
          new ContainerId("abcdefgh2345"),
          new Claim(1, 2),
          "grant",
          Instant.ofEpochSecond(1_800_000_000));

  private final String signed = new StatementSigner(KEYS.getPrivate()).sign(TICKET);
  private final StatementVerifier verifier =
      StatementVerifier.of(StatementVerifier.encode(KEYS.getPublic()));

  @Test
  void aSignedStatementIsReadBack() {
    assertThat(verifier.verify(signed, Ticket.class)).isEqualTo(TICKET);
    assertThat(signed).matches("[A-Za-z0-9_.-]+");
  }

  @Test
  void aTicketIsNoCommand() {
    assertRefused(verifier, signed, Command.class);
  }

  @Test
  void anotherClustersStatementIsRefused() {
    assertRefused(new StatementVerifier(keys().getPublic()), signed, Ticket.class);
  }

  @Test
  void aChangedPayloadIsRefused() {
    char other = signed.charAt(20) == 'A' ? 'B' : 'A';
    assertRefused(verifier, signed.substring(0, 20) + other + signed.substring(21), Ticket.class);
  }

  @Property
  void strangersTextIsRefused(@ForAll String text) {
    assertRefused(verifier, text, Ticket.class);
  }

  private static void assertRefused(
      StatementVerifier verifier, String text, Class<? extends Statement> kind) {
    assertThatThrownBy(() -> verifier.verify(text, kind)).isInstanceOf(JoyException.class);
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance(StatementSigner.ALGORITHM).generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
