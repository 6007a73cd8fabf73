package com.joyofhardware.protocol.agent;

/** One line of a folder's listing. */
public record FileEntry(String name, FileKind kind, long size, long modified) {}
