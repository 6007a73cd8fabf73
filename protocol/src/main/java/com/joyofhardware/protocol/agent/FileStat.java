package com.joyofhardware.protocol.agent;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the workspace.
 *
 * @param path relative to the workspace, {@code /} between segments, empty for its root
 * @param size in bytes
 * @param modified milliseconds since 1970
 * @param mode the permission bits, 0 to 07777
 * @param etag strong, quoted; only for files
 * @param target where a link points, as it is written
 * @param readOnly true outside the workspace, and where the person may not write
 */
public record FileStat(
    String path,
    FileKind kind,
    long size,
    long modified,
    long created,
    int mode,
    @Nullable String etag,
    @Nullable String target,
    boolean readOnly) {}
