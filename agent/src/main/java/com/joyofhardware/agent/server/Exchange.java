package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Problem;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One HTTP request and its answer. Used by one thread at a time; answered once. */
public final class Exchange {
  private final Channel channel;
  private Request request;
  private final Body body;
  private volatile boolean closeAfter;
  private volatile @Nullable ChannelFuture answered;

  Exchange(Channel channel, Request request, Body body, boolean closeAfter) {
    this.channel = channel;
    this.request = request;
    this.body = body;
    this.closeAfter = closeAfter;
  }

  public Request request() {
    return request;
  }

  /** Asking for its first piece also tells a client that expects it to continue. */
  public Body body() {
    return body;
  }

  public <T> void json(T value, Class<? super T> type) {
    byte[] text = Json.write(value, type).getBytes(StandardCharsets.UTF_8);
    bytes(HttpResponseStatus.OK, "application/json", EmptyHttpHeaders.INSTANCE, text);
  }

  /** An answer without a body. */
  public void empty(HttpResponseStatus status, HttpHeaders headers) {
    begin();
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    response.headers().add(headers);
    int code = status.code();
    if (code != 204 && code != 304) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
    }
    answered = channel.writeAndFlush(finish(response));
  }

  /** A small answer. */
  public void bytes(HttpResponseStatus status, String type, HttpHeaders headers, byte[] content) {
    begin();
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(content));
    response.headers().add(headers);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.length);
    answered = channel.writeAndFlush(finish(response));
  }

  /**
   * A part of a file, sent by the kernel; returns when it is sent. Closes the file. A {@code HEAD}
   * gets the same head.
   */
  public void file(
      HttpResponseStatus status, HttpHeaders headers, FileChannel file, long from, long length)
      throws IOException {
    begin();
    try (file) {
      DefaultHttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
      response.headers().add(headers);
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
      channel.write(finish(response));
      if (length > 0 && !request.method().equals(HttpMethod.HEAD)) {
        // Closing is ours: the region must not outlive the file, nor close it under a retry.
        channel.write(new DefaultFileRegion(file, from, length));
      }
      ChannelFuture sent = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      answered = sent;
      sent.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending a file", e);
    }
  }

  /** Writes the body of an answer. */
  @FunctionalInterface
  public interface Writer {
    void write(OutputStream body) throws IOException;
  }

  /**
   * An answer whose length isn't known when it begins; returns when it is sent. Waits while the
   * client is slow. When the writer fails the connection is cut, so that the client sees it.
   */
  public void stream(HttpHeaders headers, Writer writer) throws IOException {
    begin();
    ChannelPromise sent = channel.newPromise();
    answered = sent;
    DefaultHttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response.headers().add(headers);
    response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    channel.write(finish(response));
    if (!request.method().equals(HttpMethod.HEAD)) {
      ChunkedOutput body = new ChunkedOutput(channel);
      writer.write(body);
      body.flush();
    }
    channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, sent);
  }

  /** Tells an error, unless an answer was begun: then all that is left is to cut the connection. */
  void fail(JoyException error) {
    if (answered != null) {
      channel.close();
      return;
    }
    HttpHeaders headers = new DefaultHttpHeaders();
    if (error.code().httpStatus() == 503) {
      headers.set(HttpHeaderNames.RETRY_AFTER, 1);
    }
    if (request.headers().contains(HttpHeaderNames.EXPECT)) {
      // Whether its body still comes is the client's choice (RFC 9110, 10.1.1).
      closeAfter = true;
    }
    byte[] problem = Json.write(error.problem(), Problem.class).getBytes(StandardCharsets.UTF_8);
    bytes(
        HttpResponseStatus.valueOf(error.code().httpStatus()),
        Problem.MEDIA_TYPE,
        headers,
        problem);
  }

  /** Its route was found. */
  void matched(Request matched) {
    request = matched;
  }

  /** When the answer has been written; null while there is none. */
  @Nullable ChannelFuture answered() {
    return answered;
  }

  boolean closesAfter() {
    return closeAfter;
  }

  private void begin() {
    if (answered != null) {
      throw new IllegalStateException("this request was answered before");
    }
  }

  private <R extends HttpResponse> R finish(R response) {
    if (closeAfter) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return response;
  }

  static JoyException unanswered() {
    return new JoyException(ErrorCode.INTERNAL, "the agent had no answer to this");
  }
}
