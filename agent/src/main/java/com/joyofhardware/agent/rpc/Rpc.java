package com.joyofhardware.agent.rpc;

import com.joyofhardware.agent.server.Routes;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import java.util.concurrent.Semaphore;

/** Opens {@code WS /rpc}. */
public final class Rpc {
  private Rpc() {}

  public static void open(Routes routes, RpcMethods methods) {
    Semaphore free = new Semaphore(Limits.MAX_RPC_CONNECTIONS);
    routes.webSocket(
        "/rpc",
        request -> {
          if (!free.tryAcquire()) {
            throw new JoyException(
                ErrorCode.LIMIT_REACHED,
                Limits.MAX_RPC_CONNECTIONS
                    + " windows are connected to this session; close one of them");
          }
          return new RpcSocket(methods, free::release);
        });
  }
}
