package com.joyofhardware.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.protocol.agent.TerminalMessage;
import com.joyofhardware.protocol.control.ControlMessage;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.Workspace;
import com.joyofhardware.protocol.front.FrontMessage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void aMessageCarriesItsType() {
    assertThat(Json.write(new TerminalMessage.Resize(80, 24), TerminalMessage.class))
        .isEqualTo("{\"type\":\"resize\",\"cols\":80,\"rows\":24}");
  }

  @Test
  void aNestedSealedFieldIsReadBack() {
    Personalise message =
        new Personalise(
            new Claim(1, 7),
            new SessionId("abcdefgh23456789"),
            ProjectRef.parse("ann/blinky"),
            Size.FULL,
            new ControlMessage.Person("ann", "Ann", "ann@localhost"),
            "http://localhost:8080/git/ann/blinky.git",
            new ControlMessage.GitCredential("ann", "secret", Instant.ofEpochSecond(1)),
            new Workspace.Fresh("main", null, 0, List.of()),
            Instant.ofEpochSecond(2),
            null,
            null);

    String json = Json.write(message, ControlMessage.class);

    assertThat(Json.read(json, ControlMessage.class)).isEqualTo(message);
    assertThat(json).contains("\"claim\":\"1.7\"").contains("\"project\":\"ann/blinky\"");
  }

  @Test
  void secretsStayOutOfToString() {
    assertThat(new ControlMessage.GitCredential("ann", "secret", Instant.EPOCH).toString())
        .doesNotContain("secret");
    assertThat(new FrontMessage.Exchange(1, "secret", new SessionId("abcdefgh")).toString())
        .doesNotContain("secret");
  }

  @Test
  void anUnknownTypeIsMalformed() {
    assertMalformed("{\"type\":\"reboot\"}");
  }

  @Test
  void anInvalidIdentifierIsMalformed() {
    assertMalformed("{\"type\":\"hello\",\"container\":\"../../etc\",\"protocol\":1}");
  }

  @Test
  void halfADocumentIsMalformed() {
    assertMalformed("{\"type\":\"hello\"");
  }

  private static void assertMalformed(String json) {
    assertThatThrownBy(() -> Json.read(json, ControlMessage.class))
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
  }
}
