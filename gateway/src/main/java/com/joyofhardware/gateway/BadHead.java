package com.joyofhardware.gateway;

import com.joyofhardware.protocol.JoyException;

/** Stands in the stream of messages where a head was refused; nothing follows it. */
record BadHead(JoyException reason) {}
