package com.joyofhardware.master.repository;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when branches have changed: trees are prepared so that the next claim finds them
 * ready, and upkeep has a look. None of it keeps the push waiting, and none of it is missed if
 * lost.
 */
final class AfterChange implements RefsListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AfterChange.class);

  /** A push of many branches at once is an import; most of them are never opened. */
  private static final int PREPARED_BRANCHES = 4;

  /** More waiting than this and claims prepare for themselves. */
  private static final int WAITING = 256;

  private final RepositoryFolders folders;
  private final TreePacks treePacks;
  private final Upkeep upkeep;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore waiting = new Semaphore(WAITING);

  AfterChange(RepositoryFolders folders, TreePacks treePacks, Upkeep upkeep) {
    this.folders = folders;
    this.treePacks = treePacks;
    this.upkeep = upkeep;
  }

  @Override
  public void changed(Project project, List<ReceiveCommand> done) {
    done.stream()
        .filter(command -> command.getRefName().startsWith(Constants.R_HEADS))
        .filter(command -> command.getType() != ReceiveCommand.Type.DELETE)
        .map(ReceiveCommand::getNewId)
        .distinct()
        .limit(PREPARED_BRANCHES)
        .forEach(commit -> later(project, () -> treePacks.of(project, commit)));
    upkeep.consider(folders.of(project));
  }

  /** A new project; its template's tree is opened next, as a rule. */
  void created(Project project) {
    later(
        project,
        () -> {
          ObjectId head;
          try (Repository repository = folders.open(project)) {
            head = repository.resolve(Constants.HEAD);
          }
          if (head != null) {
            treePacks.of(project, head);
          }
        });
  }

  private interface Step {
    void run() throws IOException;
  }

  private void later(Project project, Step step) {
    if (!waiting.tryAcquire()) {
      return;
    }
    try {
      threads.execute(() -> {
        try {
          step.run();
        } catch (IOException | RuntimeException e) {
          // Whoever opens the session gets the same error, with an explanation.
          LOG.atWarn().addKeyValue("project", project.id()).setCause(e).log("not prepared");
        } finally {
          waiting.release();
        }
      });
    } catch (RejectedExecutionException _) {
      waiting.release(); // the master stops
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
