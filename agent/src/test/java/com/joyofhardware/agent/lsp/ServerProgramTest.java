package com.joyofhardware.agent.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerProgramTest {
  /** RFC 6455, 5.5. */
  private static final int CLOSE_REASON_BYTES = 123;

  @Test
  void whatIsSaidOfAMissingServerFitsIntoACloseReason() {
    assertThat(ServerProgram.all().values())
        .allSatisfy(program ->
            assertThat(program.missing().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(CLOSE_REASON_BYTES));
  }
}
