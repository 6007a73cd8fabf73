package com.joyofhardware.agent.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListeningSocketsTest {
  @Test
  void readsTheKernelsTables() throws Exception {
    String head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt ...";
    assertThat(
            ListeningSockets.parse(
                List.of(
                    head,
                    "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000"
                        + "  1000        0 4242 1 0000000000000000 100 0 0 10 0",
                    "   1: 0100007F:1F91 0100007F:1F90 01 00000000:00000000 00:00000000 00000000"
                        + "  1000        0 4243 1 0000000000000000 20 4 30 10 -1",
                    "   2: 00000000000000000000000001000000:0BB8 0000000000000000000000000000000000"
                        + ":0000 0A 00000000:00000000 00:00000000 00000000  1000        0 7 1 x")))
        .containsExactly(
            new ListeningSockets.Listener(8080, "127.0.0.1", 4242),
            new ListeningSockets.Listener(3000, "0:0:0:0:0:0:0:1", 7));
  }
}
