package com.joyofhardware.master.session;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.link.AgentLink;
import com.joyofhardware.master.link.AgentLink.Transfer;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Repositories.Start;
import com.joyofhardware.master.repository.Repositories.TreePack;
import com.joyofhardware.master.repository.Snapshots.Workspace;
import com.joyofhardware.protocol.control.ControlMessage;
import com.joyofhardware.protocol.control.ControlMessage.GitCredential;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Makes a claimed container a session's own. What it takes (the link, the credential, what to lay
 * out) is got at the same time: this is the time a person waits.
 */
final class Personalising {
  private final Neighbours neighbours;
  private final SessionSettings settings;
  private final Timings timings;
  private final Clock clock;
  private final ExecutorService threads;

  Personalising(
      Neighbours neighbours,
      SessionSettings settings,
      Timings timings,
      Clock clock,
      ExecutorService threads) {
    this.neighbours = neighbours;
    this.settings = settings;
    this.timings = timings;
    this.clock = clock;
    this.threads = threads;
  }

  /**
   * Who opens what.
   *
   * @param start what a new workspace starts from, where it is known already
   * @param ticket what whoever opened it will come with; null when nobody waits
   */
  record Opening(
      SessionRow session,
      Person person,
      Project project,
      @Nullable Start start,
      @Nullable Future<String> ticket) {
    Workspace workspace() {
      return new Workspace(project, session.personId(), session.ref());
    }
  }

  /**
   * What was done.
   *
   * @param isWhole false while its history is still to be sent
   */
  record Outcome(boolean isWhole, Optional<String> notice) {}

  private record Content(
      ControlMessage.Workspace workspace, List<Transfer> transfers, Optional<String> notice) {}

  /**
   * Fences the workspace, opens the link and waits until the workspace stands.
   *
   * @throws com.joyofhardware.protocol.JoyException for what no other container would change
   */
  Outcome personalise(Opening opening, Attachment attachment) throws IOException {
    Hold hold = attachment.hold();
    Future<AgentLink> linking =
        threads.submit(() -> {
          AgentLink opened =
              neighbours.links().open(hold.container(), hold.address(), hold.claim(), attachment);
          attachment.linked(opened);
          return opened;
        });
    Future<GitCredential> minting = threads.submit(() -> credential(opening));
    Content content;
    GitCredential credential;
    try {
      content = content(opening, hold);
      credential = await(minting);
    } catch (IOException | RuntimeException e) {
      attachment.detach();
      throw e;
    }
    AgentLink link = await(linking);
    SessionRow session = opening.session();
    Person person = opening.person();
    Future<String> ticket = opening.ticket();
    link.personalise(
        new Personalise(
            hold.claim(),
            session.id(),
            session.project(),
            hold.size(),
            new ControlMessage.Person(person.name().value(), person.displayName(), person.email()),
            settings.remoteUrl().apply(session.project()),
            credential,
            content.workspace(),
            clock.instant(),
            ticket == null ? null : await(ticket),
            null),
        content.transfers(),
        timings.personalising());
    attachment.allStored(clock.instant());
    attachment.renewed(clock.instant().plus(timings.credential().dividedBy(2)));
    boolean whole =
        switch (content.workspace()) {
          case ControlMessage.Workspace.Restored _ -> true;
          case ControlMessage.Workspace.Fresh fresh -> fresh.commit() == null;
        };
    return new Outcome(whole, content.notice());
  }

  /** A credential for the session's git; {@link Timings#credential} long. */
  GitCredential credential(Opening opening) {
    Duration lifetime = timings.credential();
    String token =
        neighbours
            .authentication()
            .mintForProject(opening.person(), opening.session().project(), lifetime);
    return new GitCredential(
        opening.person().name().value(), token, clock.instant().plus(lifetime));
  }

  /** The fence comes first: no snapshot of a twin can arrive after the one that is restored. */
  private Content content(Opening opening, Hold hold) throws IOException {
    Workspace workspace = opening.workspace();
    neighbours.snapshots().fence(workspace, hold.claim());
    Optional<String> latest = neighbours.snapshots().latest(workspace);
    return latest.isPresent() ? restored(workspace, latest.get()) : fresh(opening);
  }

  private Content restored(Workspace workspace, String snapshot) {
    return new Content(
        new ControlMessage.Workspace.Restored(snapshot),
        List.of(
            out -> neighbours.snapshots().writeTree(workspace, snapshot, out),
            out -> neighbours.snapshots().writeHistory(workspace, snapshot, out)),
        Optional.empty());
  }

  private Content fresh(Opening opening) throws IOException {
    Start start = opening.start();
    if (start == null) {
      boolean mayPush = opening.project().ownerId() == opening.person().id();
      start =
          neighbours
              .repositories()
              .start(opening.project(), opening.session().ref(), opening.person(), mayPush);
    }
    String commit = start.commit();
    TreePack tree =
        commit == null ? null : neighbours.repositories().treePack(opening.project(), commit);
    return new Content(
        new ControlMessage.Workspace.Fresh(
            start.branch(),
            commit,
            tree == null ? 0 : Files.size(tree.pack()),
            start.uncommitted()),
        tree == null
            ? List.of()
            : List.of(file(tree.gitIndex()), file(tree.packIndex()), file(tree.pack())),
        Optional.ofNullable(start.notice()));
  }

  private static Transfer file(Path path) {
    return out -> Files.copy(path, out);
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a session started", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IOException("a session could not start: " + e.getCause(), e);
    }
  }
}
