package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Protocol;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent gets to see of a request: an allow-list of its headers, and the ticket.
 *
 * @param webSocketKey present when the request asks for an upgrade
 */
record AgentRequest(HttpRequest head, @Nullable String webSocketKey, Set<String> protocols) {
  private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final List<CharSequence> PASSING =
      List.of(
          HttpHeaderNames.ACCEPT,
          HttpHeaderNames.RANGE,
          HttpHeaderNames.IF_MATCH,
          HttpHeaderNames.IF_NONE_MATCH,
          HttpHeaderNames.IF_MODIFIED_SINCE,
          HttpHeaderNames.IF_UNMODIFIED_SINCE,
          HttpHeaderNames.IF_RANGE,
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.CONTENT_LENGTH);

  private static final List<CharSequence> PASSING_UPGRADE =
      List.of(
          HttpHeaderNames.SEC_WEBSOCKET_KEY,
          HttpHeaderNames.SEC_WEBSOCKET_VERSION,
          HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL,
          HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);

  static boolean isUpgrade(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.UPGRADE);
  }

  /**
   * @throws JoyException BAD_REQUEST for an upgrade that isn't a proper WebSocket's
   */
  static AgentRequest of(HttpRequest from, String target, String ticket, boolean upgrade) {
    HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, from.method(), target);
    HttpHeaders headers = head.headers();
    copy(from.headers(), headers, PASSING);
    headers.set(HttpHeaderNames.HOST, "agent");
    headers.set(Protocol.TICKET_HEADER, ticket);
    if (!upgrade) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      if (HttpUtil.isTransferEncodingChunked(from)) {
        headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      }
      return new AgentRequest(head, null, Set.of());
    }
    String key = webSocketKey(from);
    copy(from.headers(), headers, PASSING_UPGRADE);
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    return new AgentRequest(head, key, offered(headers));
  }

  /**
   * For a previewed program, which gets to see all but what is ours.
   *
   * @throws JoyException BAD_REQUEST for an upgrade that isn't a proper WebSocket's
   */
  static AgentRequest ofPreview(HttpRequest from, boolean upgrade) {
    HttpRequest head = PreviewHeaders.request(from, upgrade);
    return upgrade
        ? new AgentRequest(head, webSocketKey(from), offered(head.headers()))
        : new AgentRequest(head, null, Set.of());
  }

  private static Set<String> offered(HttpHeaders headers) {
    String offered = String.join(",", headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
    return Set.copyOf(List.of(offered.strip().split("\\s*,\\s*", -1)));
  }

  private static String webSocketKey(HttpRequest from) {
    String key = from.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    boolean proper =
        key != null
            && from.method().equals(HttpMethod.GET)
            && from.protocolVersion().equals(HttpVersion.HTTP_1_1)
            && from.headers()
                .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
            && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                from.headers().get(HttpHeaderNames.UPGRADE))
            && from.headers().getAll(HttpHeaderNames.UPGRADE).size() == 1
            && "13".equals(from.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
            && HttpUtil.getContentLength(from, 0L) == 0
            && !HttpUtil.isTransferEncodingChunked(from);
    if (!proper || key == null) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "the only upgrade is that of a WebSocket, version 13");
    }
    return key;
  }

  private static void copy(HttpHeaders from, HttpHeaders to, List<CharSequence> names) {
    for (CharSequence name : names) {
      List<String> values = from.getAll(name);
      if (!values.isEmpty()) {
        to.set(name, String.join(", ", values));
      }
    }
  }

  /** Whether a 101 is the right answer to this upgrade (RFC 6455, section 4.1). */
  boolean accepts(HttpResponse switching) {
    HttpHeaders headers = switching.headers();
    String protocol = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    return webSocketKey != null
        && "websocket".equals(headers.get(HttpHeaderNames.UPGRADE, "").toLowerCase(Locale.ROOT))
        && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && acceptOf(webSocketKey).equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))
        && (protocol == null || protocols.contains(protocol))
        && (!headers.contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)
            || head.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
  }

  static String acceptOf(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + ACCEPT_GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
