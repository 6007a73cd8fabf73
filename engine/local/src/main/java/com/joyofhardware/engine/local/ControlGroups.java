package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where this machine lets us make control groups. Sandboxes' groups lie below the one that we run
 * in where the kernel allows it, so that a limit which was set for us holds for them too.
 */
sealed interface ControlGroups permits ControlGroupsV1, ControlGroupsV2, ControlGroups.None {
  enum Limit {
    MEMORY,
    PROCESSES,
    CPU
  }

  /** The limits that are kept by control groups here. */
  List<Limit> limits();

  /** The groups of a sandbox, of which none need exist; its first process joins each of them. */
  SandboxGroups of(ContainerId id);

  /** Makes them, limits set. */
  void create(SandboxGroups groups, Resources resources) throws IOException;

  /** Groups in which a supervisor survives the end of the service that started it. */
  List<Path> supervisors() throws IOException;

  static ControlGroups detect() {
    CgroupMounts mounts = CgroupMounts.read();
    ControlGroups v1 = ControlGroupsV1.detect(mounts);
    if (!v1.limits().isEmpty()) {
      return v1;
    }
    return mounts.unified().map(ControlGroupsV2::detect).orElseGet(None::new);
  }

  /** No group may be made: rlimits and signals take their place. */
  record None() implements ControlGroups {
    @Override
    public List<Limit> limits() {
      return List.of();
    }

    @Override
    public SandboxGroups of(ContainerId id) {
      return new SandboxGroups(List.of());
    }

    @Override
    public void create(SandboxGroups groups, Resources resources) {}

    @Override
    public List<Path> supervisors() {
      return List.of();
    }
  }
}
