package com.joyofhardware.master.repository;

import java.util.List;
import org.eclipse.jgit.transport.ReceiveCommand;

/** Hears of branches and tags that were changed, made or deleted. Returns soon. */
interface RefsListener {
  void changed(Project project, List<ReceiveCommand> done);
}
