package com.joyofhardware.protocol.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of {@code bitstreams/subscribe} on {@code WS /rpc}, and from then on the notification
 * {@code bitstreams/changed}; {@code GET /bitstreams} gives the list alone.
 *
 * @param bitstreams newest first, at most {@link com.joyofhardware.protocol.Limits#MAX_BITSTREAMS}
 */
public record Bitstreams(List<Bitstream> bitstreams) {
  public Bitstreams {
    bitstreams = List.copyOf(bitstreams);
  }

  /**
   * A file of the workspace that an FPGA can be configured with.
   *
   * @param id one URL-safe path segment; another when the path or the content is another
   * @param path in the workspace
   * @param board the one it was built for, where the project tells; ids of the boards' table
   * @param format {@code ice40}
   * @param device the FPGA it is for, as nextpnr names it: {@code 5k}, {@code 1k}, {@code 8k}
   * @param sha256 of all its bytes, in hex
   * @param commit that was checked out when it was built; null where nobody saw that
   * @param clean nothing but that commit was in the workspace: no file changed, staged or untracked
   * @param storePath where in the nix store it lies, if it does
   * @param builtAt milliseconds since 1970
   */
  public record Bitstream(
      String id,
      String path,
      @Nullable String board,
      String format,
      String device,
      long size,
      String sha256,
      @Nullable String commit,
      @Nullable Boolean clean,
      @Nullable String storePath,
      long builtAt) {}
}
