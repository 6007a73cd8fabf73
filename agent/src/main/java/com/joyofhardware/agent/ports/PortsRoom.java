package com.joyofhardware.agent.ports;

import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.server.Request;
import com.joyofhardware.agent.server.WebSocketListener;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.Semaphore;

/** Plugs ports into the agent. */
public final class PortsRoom {
  private static final int MAX = 65_535;

  private PortsRoom() {}

  private record NoParams() {}

  public static void open(Services services) {
    Semaphore free = new Semaphore(Limits.MAX_PORT_TUNNELS);
    services
        .routes()
        .webSocket("/ports/{port}", request -> connect(request, services.timers(), free));
    PortsWatch watch = new PortsWatch(services.timers());
    services.rpc().method("ports/list", NoParams.class, (connection, params) -> watch.now());
    services
        .rpc()
        .method(
            "ports/subscribe", NoParams.class, (connection, params) -> watch.subscribe(connection));
  }

  private static WebSocketListener connect(Request request, EventLoopGroup loops, Semaphore free) {
    int port = port(request.rest());
    if (!free.tryAcquire()) {
      throw new JoyException(
          ErrorCode.LIMIT_REACHED,
          Limits.MAX_PORT_TUNNELS
              + " connections to ports of this session are open; close some of them first");
    }
    try {
      Channel program = LoopbackConnection.open(loops, port);
      return new PortTunnel(port, program, free::release);
    } catch (RuntimeException e) {
      free.release();
      throw e;
    }
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "a port is a number from 1 to " + MAX);
    }
    return Integer.parseInt(text);
  }
}
