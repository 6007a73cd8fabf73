package com.joyofhardware.protocol.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PreviewTicketTest {
  private static final KeyPair KEYS = keys();
  private static final Name ANN = new Name("ann");
  private static final SessionId SESSION = new SessionId("abcdefgh");
  private static final ContainerId CONTAINER = new ContainerId("abcdefgh2345");
  private static final Claim CLAIM = new Claim(1, 2);
  private static final Instant END = Instant.ofEpochSecond(1_800_000_000);
  private static final PreviewTicket TICKET =
      new PreviewTicket(ANN, SESSION, 3000, CONTAINER, CLAIM, "grant", END);

  private final StatementSigner signer = new StatementSigner(KEYS.getPrivate());
  private final StatementVerifier verifier = new StatementVerifier(KEYS.getPublic());

  @Test
  void itIsReadBackWithItsPort() {
    assertThat(verifier.verify(signer.sign(TICKET), PreviewTicket.class)).isEqualTo(TICKET);
  }

  @Test
  void itOpensNoTunnelAndATunnelsTicketOpensNoPreview() {
    assertRefused(signer.sign(TICKET), Ticket.class);
    assertRefused(signer.sign(TICKET), Command.class);
    assertRefused(
        signer.sign(new Ticket(ANN, SESSION, CONTAINER, CLAIM, "grant", END)), PreviewTicket.class);
  }

  @Test
  void itsPortCantBeChanged() {
    String signed = signer.sign(TICKET);
    int dot = signed.indexOf('.');
    String json =
        new String(Base64.getUrlDecoder().decode(signed.substring(0, dot)), StandardCharsets.UTF_8);
    String other =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(json.replace("3000", "3001").getBytes(StandardCharsets.UTF_8));
    assertThat(json).contains("3000");
    assertRefused(other + signed.substring(dot), PreviewTicket.class);
  }

  @Test
  void aPortIsAPort() {
    for (int port : new int[] {0, -1, 65_536}) {
      assertThatThrownBy(
              () -> new PreviewTicket(ANN, SESSION, port, CONTAINER, CLAIM, "grant", END))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void assertRefused(String text, Class<? extends Statement> kind) {
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
