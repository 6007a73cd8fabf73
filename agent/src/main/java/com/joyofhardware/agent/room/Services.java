package com.joyofhardware.agent.room;

import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.agent.rpc.RpcMethods;
import com.joyofhardware.agent.server.OpenSockets;
import com.joyofhardware.agent.server.Routes;
import com.joyofhardware.agent.watch.WorkspaceWatcher;
import io.netty.channel.EventLoopGroup;

/**
 * What a room is given when it opens: where to plug in, and what all share.
 *
 * @param timers the event loops, for sockets too; what runs there must not block
 * @param sockets the WebSockets of people that are open
 */
public record Services(
    AgentConfig config,
    Identity identity,
    Routes routes,
    RpcMethods rpc,
    WorkspaceWatcher watcher,
    EventLoopGroup timers,
    OpenSockets sockets,
    Closing closing) {}
