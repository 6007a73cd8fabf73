package com.joyofhardware.agent;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that keeps all it gets: binary frames, texts, how it was closed. */
public class TestingSocket implements AutoCloseable, WebSocket.Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> texts = new ArrayList<>();
  private final List<byte[]> frames = new ArrayList<>();
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;
  private long bytes;
  private int closeCode;
  private String closeReason = "";

  public TestingSocket(TestingAgent agent, String path) {
    socket = agent.webSocket(path, this);
    socket.request(1);
  }

  /** Nothing is asked for before there is a socket to answer on. */
  @Override
  public void onOpen(WebSocket opened) {}

  /** Called for each binary frame, before it is kept. */
  protected void received(byte[] data) {}

  public WebSocket socket() {
    return socket;
  }

  public void send(byte[] data) {
    for (int at = 0; at < data.length; at += 1 << 16) {
      int end = Math.min(data.length, at + (1 << 16));
      socket.sendBinary(ByteBuffer.wrap(data, at, end - at), true).join();
    }
  }

  public void send(String input) {
    send(input.getBytes(StandardCharsets.UTF_8));
  }

  public void sendEmpty() {
    socket.sendBinary(ByteBuffer.allocate(0), true).join();
  }

  public void sendText(String message) {
    socket.sendText(message, true).join();
  }

  /** What came so far. */
  public synchronized byte[] output() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames.forEach(all::writeBytes);
    return all.toByteArray();
  }

  public String outputText() {
    return new String(output(), StandardCharsets.UTF_8);
  }

  public synchronized List<byte[]> frames() {
    return List.copyOf(frames);
  }

  public synchronized long bytes() {
    return bytes;
  }

  /** Forgets the output so far. */
  public synchronized void clear() {
    frames.clear();
  }

  public synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  /** 0 while it is open; 1006 when it broke. */
  public synchronized int closeCode() {
    return closeCode;
  }

  public synchronized String closeReason() {
    return closeReason;
  }

  public void awaitOutput(String part) throws Exception {
    await("output '" + part + "'", () -> outputText().contains(part));
  }

  private String tail() {
    String all = outputText();
    return all.substring(Math.max(0, all.length() - 300));
  }

  public String awaitText(String part) throws Exception {
    await("a text with " + part, () -> texts().stream().anyMatch(each -> each.contains(part)));
    return texts().stream().filter(each -> each.contains(part)).findFirst().orElseThrow();
  }

  public int awaitClose() throws Exception {
    await("the close", () -> closeCode() != 0);
    return closeCode();
  }

  /** Waits until something has happened here, or elsewhere within a moment. */
  public void await(String what, BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (this) {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException("waited in vain for " + what + "; now: " + this);
        }
        wait(20);
      }
    }
  }

  /** The network is gone: no close frame, no FIN but the kernel's. */
  public void abort() {
    socket.abort();
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] piece = new byte[data.remaining()];
    data.get(piece);
    frame.writeBytes(piece);
    if (last) {
      byte[] whole = frame.toByteArray();
      frame.reset();
      received(whole);
      synchronized (this) {
        frames.add(whole);
        bytes += whole.length;
        notifyAll();
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      synchronized (this) {
        texts.add(text.toString());
        notifyAll();
      }
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    ended(code, reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ended(1006, String.valueOf(error));
  }

  private synchronized void ended(int code, @Nullable String reason) {
    closeCode = code;
    closeReason = reason == null ? "" : reason;
    notifyAll();
  }

  @Override
  public void close() {
    socket.abort();
  }

  @Override
  public synchronized String toString() {
    return bytes
        + " bytes, ending '"
        + tail()
        + "', texts "
        + texts
        + ", close "
        + closeCode
        + " "
        + closeReason;
  }
}
