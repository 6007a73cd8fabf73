package com.joyofhardware.master.session;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.Size;

/** A session's container, and the claim it is held under. */
record Hold(ContainerId container, NodeName node, Size size, AgentAddress address, Claim claim) {}
