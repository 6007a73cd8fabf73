package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.repository.Repositories.Start;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.ControlMessage.UncommittedFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.jspecify.annotations.Nullable;

/** Finds where a session starts in one repository, and completes the required files (S15). */
final class SessionStart {
  /** A round is lost when somebody else moves the branch, or is just about to. */
  private static final int ROUNDS = 20;

  private static final long PAUSE_NANOS = 20_000_000;

  private final Project project;
  private final Repository repository;
  private final RefsListener listener;

  SessionStart(Project project, Repository repository, RefsListener listener) {
    this.project = project;
    this.repository = repository;
    this.listener = listener;
  }

  Start from(@Nullable String wanted, Person person, boolean mayPush) throws IOException {
    StartBranch branch = StartBranch.find(project, repository, wanted);
    for (int round = 1; round <= ROUNDS; round++) {
      Optional<Start> start = attempt(branch.name(), branch.tip(repository), person, mayPush);
      if (start.isPresent()) {
        return start.get();
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_NANOS / 4, PAUSE_NANOS));
    }
    throw new JoyException(
        ErrorCode.CONFLICT,
        "branch '" + branch.name() + "' is being pushed to all the time; open the session again");
  }

  /** Empty when the branch moved meanwhile. */
  private Optional<Start> attempt(
      String branch, @Nullable RevCommit tip, Person person, boolean mayPush) throws IOException {
    Map<String, String> missing;
    try (RevWalk walk = new RevWalk(repository)) {
      missing = RequiredFiles.missing(walk.getObjectReader(), tip);
    }
    String commit = tip == null ? null : tip.name();
    if (missing.isEmpty()) {
      return Optional.of(new Start(branch, commit, List.of(), null));
    }
    String names = String.join(" and ", missing.keySet());
    if (mayPush) {
      return commit(branch, tip, missing, person)
          .map(added ->
              new Start(
                  branch,
                  added.name(),
                  List.of(),
                  "A session needs %s; commit %s added what was missing to %s."
                      .formatted(names, added.abbreviate(8).name(), branch)));
    }
    List<UncommittedFile> files =
        missing.entrySet().stream()
            .map(file -> new UncommittedFile(file.getKey(), file.getValue()))
            .toList();
    return Optional.of(
        new Start(
            branch,
            commit,
            files,
            "A session needs %s, which %s hasn't got: your workspace has them, uncommitted. Commit"
                    .formatted(names, project.ref())
                + " them to a repository of yours, or propose them to the owner."));
  }

  private Optional<ObjectId> commit(
      String branch, @Nullable RevCommit tip, Map<String, String> files, Person person)
      throws IOException {
    String message =
        """
        Add %s

        A session of Joy of Hardware needs these files. They are a start: change them
        as the project needs. Added when %s opened a session.
        """
            .formatted(String.join(" and ", files.keySet()), person.name());
    PersonIdent platform = Commits.platform();
    ObjectId commit = Commits.add(repository, tip, files, platform, platform, message);
    ObjectId before = tip == null ? ObjectId.zeroId() : tip.copy();
    RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
    update.setNewObjectId(commit);
    update.setExpectedOldObjectId(before);
    update.setRefLogIdent(platform);
    update.setRefLogMessage("session start: required files", false);
    RefUpdate.Result result = update.update();
    return switch (result) {
      case NEW, FAST_FORWARD -> {
        listener.changed(
            project, List.of(new ReceiveCommand(before, commit, Constants.R_HEADS + branch)));
        yield Optional.of(commit);
      }
      case LOCK_FAILURE, REJECTED -> Optional.empty();
      case NOT_ATTEMPTED,
          NO_CHANGE,
          FORCED,
          REJECTED_CURRENT_BRANCH,
          IO_FAILURE,
          RENAMED,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON ->
          throw new IOException("can't add the required files to " + branch + ": " + result);
    };
  }
}
