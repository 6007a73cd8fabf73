package com.joyofhardware.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.protocol.JoyException;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadRulesTest {
  private final HeadRules rules = new HeadRules(8_192, 32);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void ordinaryHeadsPass() {
    for (String head :
        List.of(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a?b=%20c HTTP/1.0\r\n\r\n",
            "PUT /x HTTP/1.1\r\nhost:a\r\nContent-Length:  12 \r\nX: \tcaf\u00e9\r\nEmpty:\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n")) {
      assertThatCode(() -> rules.request(bytes(head))).as(head).doesNotThrowAnyException();
    }
  }

  static List<String> smuggling() {
    return List.of(
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\r\nHost: a\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
        "GET / http/1.1\r\nHost: a\r\n\r\n",
        "G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /#f HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\t2\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: 1\nY: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\ncontent-length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource("smuggling")
  void whatTwoParsersMightReadInTwoWaysIsRefused(String head) {
    assertThatThrownBy(
            () -> {
              int end = rules.completeHead(Unpooled.wrappedBuffer(bytes(head)), 0);
              assertThat(end).isEqualTo(head.length());
              rules.request(bytes(head));
            })
        .isInstanceOf(JoyException.class);
  }

  @Test
  void aHeadThatIsTooLongOrHasTooManyHeadersIsRefused() {
    String many = "GET / HTTP/1.1\r\nHost: a\r\n" + "X: 1\r\n".repeat(40) + "\r\n";
    assertThatThrownBy(() -> rules.request(bytes(many))).hasMessageContaining("32");
    byte[] endless = bytes("GET /" + "a".repeat(9_000));
    assertThatThrownBy(() -> rules.completeHead(Unpooled.wrappedBuffer(endless), 0))
        .hasMessageContaining("8192");
  }

  @Property
  void anyBytesAreEitherRefusedOrStillIncompleteOrAHead(@ForAll byte[] noise) {
    judge(noise);
  }

  /** Text that is nearly a head finds more than noise does. */
  @Property(tries = 5_000)
  void nearlyAHeadIsJudgedTheSameHoweverItArrives(@ForAll("nearlyHeads") String text) {
    byte[] all = bytes(text);
    String whole = judge(all);
    var growing = Unpooled.buffer();
    int scanned = 0;
    String pieces = "incomplete";
    for (byte next : all) {
      growing.writeByte(next);
      try {
        int end = rules.completeHead(growing, scanned);
        scanned = growing.readableBytes();
        if (end >= 0) {
          pieces = judge(java.util.Arrays.copyOf(all, end));
          break;
        }
      } catch (JoyException e) {
        pieces = "refused";
        break;
      }
    }
    assertThat(pieces).isEqualTo(whole);
  }

  @Provide
  Arbitrary<String> nearlyHeads() {
    return Arbitraries.of(
            "GET ",
            "/",
            "a",
            " HTTP/1.1",
            "\r\n",
            "\r",
            "\n",
            " ",
            "\t",
            ":",
            "Host: a",
            "Content-Length: 3",
            "Transfer-Encoding: chunked",
            "X: y",
            "\u0000",
            "\r\n\r\n")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  private String judge(byte[] head) {
    try {
      int end = rules.completeHead(Unpooled.wrappedBuffer(head), 0);
      if (end < 0) {
        return "incomplete";
      }
      rules.request(java.util.Arrays.copyOf(head, end));
      return "passed";
    } catch (JoyException e) {
      return "refused";
    }
  }
}
