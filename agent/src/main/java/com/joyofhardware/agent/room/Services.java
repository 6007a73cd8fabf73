package com.joyofhardware.agent.room;

import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.agent.rpc.RpcMethods;
import com.joyofhardware.agent.server.OpenSockets;
import com.joyofhardware.agent.server.Routes;
import com.joyofhardware.agent.watch.WorkspaceWatcher;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a room is given when it opens: where to plug in, and what all share.
 *
 * @param timers the event loops; what runs there must not block
 * @param sockets the WebSockets of people that are open
 */
public record Services(
    AgentConfig config,
    Identity identity,
    Routes routes,
    RpcMethods rpc,
    WorkspaceWatcher watcher,
    ScheduledExecutorService timers,
    OpenSockets sockets,
    Closing closing) {}
