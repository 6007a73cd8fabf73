package com.joyofhardware.master.repository;

import org.eclipse.jgit.lib.Config;

/** Settings of every repository, for JGit as for a C git that an operator runs in its folder. */
final class RepositoryConfig {
  private RepositoryConfig() {}

  static void writeTo(Config config) {
    // A push is told as done only once it would survive a power cut. JGit's names for that are
    // others
    // (see JGitDefaults), and C git warns of them.
    config.setString("core", null, "fsync", "committed,reference");
    // Snapshots of workspaces borrow objects from here that no ref of this repository reaches, so
    // nothing may ever be pruned; upkeep is ours alone (see Upkeep).
    config.setInt("gc", null, "auto", 0);
    config.setString("gc", null, "pruneExpire", "never");
    config.setBoolean("receive", null, "autogc", false);
    config.setBoolean("uploadpack", null, "allowFilter", true);
    config.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
    config.setBoolean("uploadpack", null, "allowRefInWant", true);
    config.setBoolean("receive", null, "advertisePushOptions", true);
  }
}
