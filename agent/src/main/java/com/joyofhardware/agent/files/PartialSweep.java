package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.beneath.PartialName;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what uploads and copies of an agent before this one left half written. Nobody sees it, so
 * nobody else would.
 */
final class PartialSweep {
  private static final System.Logger LOG = System.getLogger(PartialSweep.class.getName());

  /** The kernel's times of change are a few milliseconds behind the clock. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final Instant before;

  PartialSweep(Instant before) {
    this.before = before;
  }

  /** Sweeps beside everything else: a workspace may be large, and nothing waits for it. */
  static void start(Path workspace) {
    PartialSweep sweep = new PartialSweep(Instant.now().minus(MARGIN));
    Thread.ofVirtual()
        .name("partial-sweep")
        .start(() -> {
          try (Folder root = Folder.root(workspace)) {
            sweep.folder(root);
          } catch (IOException | JoyException e) {
            LOG.log(System.Logger.Level.WARNING, "partial_sweep_failed", e);
          }
        });
  }

  void folder(Folder folder) throws IOException {
    List<String> names = new ArrayList<>();
    folder.visit((name, addressable) -> {
      if (addressable && (PartialName.is(name) || folder.isFolder(name))) {
        names.add(name);
      }
      return true;
    });
    for (String name : names) {
      try {
        if (!PartialName.is(name)) {
          try (Folder below = folder.folder(BeneathPath.ROOT.resolve(name))) {
            folder(below);
          }
        } else if (folder.attributes(name).changed().isBefore(before)) {
          TreeDelete.all(folder, name);
        }
      } catch (IOException | JoyException e) {
        // Gone meanwhile, or not ours to open: the others are swept all the same.
        LOG.log(System.Logger.Level.DEBUG, "partial_not_swept", e);
      }
    }
  }
}
