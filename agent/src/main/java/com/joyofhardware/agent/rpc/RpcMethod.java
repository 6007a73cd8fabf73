package com.joyofhardware.agent.rpc;

import org.jspecify.annotations.Nullable;

/**
 * One method of {@code WS /rpc}, called on a virtual thread: it may block. Calls of one connection
 * run side by side. A {@code JoyException} becomes an error answer.
 *
 * @param <P> the record its parameters are read into
 */
@FunctionalInterface
public interface RpcMethod<P> {
  /** The result is written as its own class; null is JSON's null. */
  @Nullable Object call(RpcConnection connection, P params) throws Exception;
}
