package com.joyofhardware.agent.ports;

import com.joyofhardware.agent.server.WebSocket;
import com.joyofhardware.agent.server.WebSocketListener;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One {@code WS /ports/{port}}: binary frames are the connection's bytes. An empty frame, which no
 * bytes would make, ends its direction, as a FIN does in TCP; when both have ended the socket is
 * closed with 1000, when the program broke off with 1011.
 */
final class PortTunnel implements WebSocketListener {
  private final int port;
  private final Channel program;
  private final Runnable release;
  private final AtomicInteger ended = new AtomicInteger();
  private volatile @Nullable WebSocket socket;

  PortTunnel(int port, Channel program, Runnable release) {
    this.port = port;
    this.program = program;
    this.release = release;
  }

  @Override
  public void opened(WebSocket opened) {
    socket = opened;
    program
        .eventLoop()
        .execute(() -> {
          program.pipeline().get(Program.class).attach(this);
          writable(true);
        });
  }

  @Override
  public void binary(ByteBuf data) {
    if (data.isReadable()) {
      program.writeAndFlush(data.retain());
      if (!program.isWritable()) {
        socket().reading(false);
        // it may have become writable on its own thread before reading stopped
        resume();
      }
    } else {
      program
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(written -> {
            ((DuplexChannel) program).shutdownOutput();
            directionEnded();
          });
    }
  }

  @Override
  public void text(String message) {
    throw new JoyException(ErrorCode.BAD_REQUEST, "a port's bytes come in binary frames alone");
  }

  @Override
  public void writable(boolean writable) {
    // one that has ended isn't read again: Netty would fail to, and close it with what it still
    // sends
    if (writable && !((DuplexChannel) program).isInputShutdown()) {
      program.config().setAutoRead(true);
    }
  }

  @Override
  public void closed() {
    program.close();
    release.run();
  }

  @Override
  public void abandoned() {
    closed();
  }

  void resume() {
    if (program.isWritable()) {
      socket().reading(true);
    }
  }

  private void directionEnded() {
    if (ended.incrementAndGet() == 2) {
      socket().close(1000, "");
    }
  }

  private WebSocket socket() {
    return Objects.requireNonNull(socket, "no frame comes before the handshake");
  }

  /** From here to the end on the program's event loop; takes the buffer over. */
  void fromProgram(ByteBuf bytes) {
    WebSocket client = socket();
    client.binary(bytes);
    if (!client.isWritable()) {
      program.config().setAutoRead(false);
      if (client.isWritable()) {
        writable(true);
      }
    }
  }

  void programEnded() {
    socket().binary(Unpooled.buffer(0));
    directionEnded();
  }

  void programBroke() {
    socket().close(1011, "the program on port " + port + " broke the connection off");
  }
}
