package com.joyofhardware.master.session;

import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.Size;

/** The containers of one size on one node. */
record Pool(NodeName node, Size size) {}
