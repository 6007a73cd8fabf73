package com.joyofhardware.master.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The files that every session needs, and what they say where a repository hasn't got them. */
final class RequiredFiles {
  private static final String SHELL = "nix.shell";
  private static final String DEFAULT = "default.nix";
  private static final String STOCK_SHELL = "shell.nix";

  private static final String SHELL_TEXT =
      """
      # The tools of this project. A session starts with them; elsewhere run `nix-shell nix.shell`.
      { pkgs ? import <nixpkgs> { } }:
      pkgs.mkShell {
        packages = with pkgs; [
          gnumake
          yosys           # synthesis
          nextpnr         # place and route
          icestorm        # bitstreams for iCE40 FPGAs
          iverilog        # simulation
          openfpgaloader  # flashing
        ];
      }
      """;

  /** A project that has a {@code shell.nix} of its own says there which tools it needs. */
  private static final String SHELL_TEXT_FROM_STOCK =
      """
      # The tools of this project: those of shell.nix.
      import ./shell.nix
      """;

  private static final String DEFAULT_TEXT =
      """
      # nix-build: runs `make`, and keeps the bitstreams that it built.
      { pkgs ? import <nixpkgs> { } }:
      pkgs.stdenv.mkDerivation {
        name = "project";
        src = builtins.filterSource
          (path: type: baseNameOf path != ".git" && baseNameOf path != "result") ./.;
        nativeBuildInputs = with pkgs; [ gnumake yosys nextpnr icestorm ];
        installPhase = ''
          mkdir -p $out
          find . -name '*.bin' -exec cp {} $out/ ';'
        '';
      }
      """;

  private RequiredFiles() {}

  /**
   * The text of each required file that a commit has not, by path.
   *
   * @param commit null for a repository without commits
   */
  static Map<String, String> missing(ObjectReader reader, @Nullable RevCommit commit)
      throws IOException {
    Map<String, String> missing = new TreeMap<>();
    if (!has(reader, commit, SHELL)) {
      boolean stock = has(reader, commit, STOCK_SHELL) && !imports(reader, commit);
      missing.put(SHELL, stock ? SHELL_TEXT_FROM_STOCK : SHELL_TEXT);
    }
    if (!has(reader, commit, DEFAULT)) {
      missing.put(DEFAULT, DEFAULT_TEXT);
    }
    return missing;
  }

  private static boolean has(ObjectReader reader, @Nullable RevCommit commit, String path)
      throws IOException {
    if (commit == null) {
      return false;
    }
    try (TreeWalk found = TreeWalk.forPath(reader, path, commit.getTree())) {
      return found != null;
    }
  }

  /** Whether shell.nix asks for the nix.shell that is missing: two imports would go in circles. */
  private static boolean imports(ObjectReader reader, @Nullable RevCommit commit)
      throws IOException {
    if (commit == null) {
      return false;
    }
    try (TreeWalk found = TreeWalk.forPath(reader, STOCK_SHELL, commit.getTree())) {
      return found != null
          && found.getFileMode(0).getObjectType() == Constants.OBJ_BLOB
          && new String(
                  reader.open(found.getObjectId(0)).getCachedBytes(1 << 20), StandardCharsets.UTF_8)
              .contains(SHELL);
    }
  }
}
