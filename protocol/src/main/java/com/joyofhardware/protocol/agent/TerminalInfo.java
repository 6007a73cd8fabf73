package com.joyofhardware.protocol.agent;

/** One of {@code terminal/list} on {@code WS /rpc}. */
public record TerminalInfo(String id, long pid, String cwd, String title, boolean attached) {}
