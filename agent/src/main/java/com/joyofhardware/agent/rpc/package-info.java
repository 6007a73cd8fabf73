/** JSON-RPC 2.0 on {@code WS /rpc}. Rooms add their methods to {@code RpcMethods}. */
@NullMarked
package com.joyofhardware.agent.rpc;

import org.jspecify.annotations.NullMarked;
