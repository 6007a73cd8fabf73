package com.joyofhardware.master.repository;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * What holds for all of JGit in this process. JGit keeps these in static state; there is no other
 * way to set them.
 */
final class JGitDefaults {
  private static final int MIB = 1 << 20;
  private static final AtomicBoolean APPLIED = new AtomicBoolean();

  private JGitDefaults() {}

  static void apply() {
    if (APPLIED.compareAndSet(false, true)) {
      SystemReader.setInstance(new Isolated(SystemReader.getInstance()));
      windowCache().install();
      // measuring a file system's clock takes seconds; until that is done a careful guess holds
      FS.FileStoreAttributes.setBackground(true);
    }
  }

  /** JGit's own limits (10 MiB of packs, 128 open ones) are those of a desktop tool. */
  private static WindowCacheConfig windowCache() {
    long heap = Runtime.getRuntime().maxMemory();
    WindowCacheConfig cache = new WindowCacheConfig();
    cache.setPackedGitLimit(Math.clamp(heap / 8, 32 * MIB, 1024 * MIB));
    cache.setPackedGitWindowSize(64 << 10);
    cache.setPackedGitOpenFiles(1024);
    cache.setDeltaBaseCacheLimit(Math.clamp(heap / 32, 10 * MIB, 128 * MIB));
    cache.setStreamFileThreshold(Math.clamp(heap / 32, 10 * MIB, 50 * MIB));
    return cache;
  }

  /**
   * Settings of the user who runs the master, and of the machine, must not change how projects are
   * served; and JGit must not write into that user's home. So these stand in for all three.
   */
  private static final class Isolated extends SystemReader.Delegate {
    Isolated(SystemReader delegate) {
      super(delegate);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
      return new InMemory(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
      return new InMemory(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
      FileBasedConfig config = new InMemory(parent, fs);
      RepositoryConfig.writeTo(config);
      config.setBoolean("core", null, "fsyncObjectFiles", true);
      config.setBoolean("core", null, "fsyncRefFiles", true);
      config.setBoolean(
          ConfigConstants.CONFIG_CORE_SECTION, null, ConfigConstants.CONFIG_COMMIT_GRAPH, true);
      return config;
    }
  }

  private static final class InMemory extends FileBasedConfig {
    InMemory(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // There is no file.
    }

    @Override
    public void save() {
      // What JGit finds out about the file system is of use to this process only.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
