package com.joyofhardware.agent.server;

import com.joyofhardware.agent.identity.TicketGate;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Protocol;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Semaphore;

/** Finds who answers a request, asks the ticket gate, and runs the answer on a virtual thread. */
final class Dispatcher {
  private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

  /** Requests that are answered at the same time, all connections together. */
  private static final int MAX_REQUESTS = 128;

  private final Routes routes;
  private final TicketGate gate;
  private final OpenSockets sockets;
  private final Semaphore running = new Semaphore(MAX_REQUESTS);

  Dispatcher(Routes routes, TicketGate gate, OpenSockets sockets) {
    this.routes = routes;
    this.gate = gate;
    this.sockets = sockets;
  }

  /** On the event loop. */
  void dispatch(Exchange exchange, HttpConnection connection, ChannelHandlerContext ctx) {
    if (!running.tryAcquire()) {
      exchange.fail(
          new JoyException(
              ErrorCode.LIMIT_REACHED,
              MAX_REQUESTS + " requests are being answered; try again in a second"));
      connection.handled(ctx, exchange);
      return;
    }
    Thread.startVirtualThread(() -> {
      try {
        run(exchange, connection, ctx);
      } finally {
        running.release();
      }
    });
  }

  private void run(Exchange exchange, HttpConnection connection, ChannelHandlerContext ctx) {
    try {
      Request asked = exchange.request();
      Routes.Match match = routes.match(asked.method(), asked.path());
      Request request =
          match.open()
              ? asked.matched(match.rest(), null)
              : asked.matched(
                  match.rest(),
                  gate.admit(asked.headers().get(Protocol.TICKET_HEADER), asked.path()));
      Switch protocol = new Switch(ctx, connection, exchange);
      switch (match.action()) {
        case Routes.Action.Http(HttpHandler handler) -> {
          exchange.matched(request);
          handler.handle(exchange);
        }
        case Routes.Action.Socket(WebSocketFactory factory) -> {
          requireUpgrade(request, "websocket");
          protocol.toWebSocket(request, factory.open(request), sockets);
          return;
        }
        case Routes.Action.Upgrade(String token, UpgradeHandler handler) -> {
          requireUpgrade(request, token);
          protocol.toBytes(token, handler.open(request));
          return;
        }
      }
    } catch (Exception | LinkageError | StackOverflowError e) {
      if (!ctx.channel().isActive()) {
        LOG.log(Level.DEBUG, "a client went away in the middle of its request", e);
        return;
      }
      exchange.fail(Problems.of(e));
    }
    connection.handled(ctx, exchange);
  }

  private static void requireUpgrade(Request request, String token) {
    if (!request.headers().containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
        || !request.headers().containsValue(HttpHeaderNames.UPGRADE, token, true)) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "this path wants an upgrade of the connection to " + token);
    }
  }
}
