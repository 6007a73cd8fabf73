package com.joyofhardware.agent.watch;

import com.joyofhardware.agent.beneath.Attributes;

/**
 * Told also of what a walk of the workspace finds: the first one, and the one after events were
 * lost. So who needs to know what is there need not walk it once more.
 */
public interface WalkListener extends WatchListener {
  /** A walk begins; what changed before is found by it. */
  void walking();

  /** It found this; must not block. */
  void found(String path, Attributes attributes);
}
