package com.joyofhardware.master.session;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Repositories.Start;
import com.joyofhardware.master.repository.Snapshots.Workspace;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import com.joyofhardware.protocol.statement.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Opens sessions for requests, which wait here a little for what they asked for. */
final class Opening {
  private final Parts parts;
  private final SessionRegistry registry;
  private final SecureRandom random = new SecureRandom();

  Opening(Parts parts, SessionRegistry registry) {
    this.parts = parts;
    this.registry = registry;
  }

  /**
   * What came of opening.
   *
   * @param ticket the signed ticket that the principal will need, of a session that is new
   */
  record Outcome(SessionRow row, @Nullable String ticket) {}

  static Ticket ticket(SessionRow row, Hold hold, Principal principal, Clock clock) {
    return new Ticket(
        row.person(),
        row.id(),
        hold.container(),
        hold.claim(),
        principal.grant(),
        clock.instant().plusSeconds(Limits.TICKET_SECONDS));
  }

  /** The session there is for that, or a new one; as it is after {@link Timings#openWait}. */
  Outcome open(Principal principal, ProjectRef ref, @Nullable String branch, WantedSize wanted) {
    Person person = principal.person();
    Project project = visible(person, ref);
    Instant deadline = parts.clock().instant().plus(parts.timings().savingWait());
    while (true) {
      Optional<SessionRow> known =
          branch == null ? Optional.empty() : living(person, project, branch);
      Optional<Begin> begin =
          known.isPresent() ? found(known.get()) : openNew(principal, project, branch, wanted);
      if (begin.isEmpty()) {
        continue; // it ended between two looks
      }
      LiveSession session = begin.get().session();
      if (!session.isEnding()) {
        Future<String> ticket = begin.get().ticket();
        SessionRow row = standing(session);
        return new Outcome(row, ticket == null || !ticket.isDone() ? null : ticket.resultNow());
      }
      awaitEnd(session, deadline);
    }
  }

  private Project visible(Person person, ProjectRef ref) {
    return parts
        .neighbours()
        .projects()
        .find(ref)
        .filter(it -> it.ownerId() == person.id() || it.visibility() == Visibility.PUBLIC)
        .orElseThrow(() ->
            new JoyException(
                ErrorCode.NOT_FOUND,
                "there is no project " + ref + "; look at your dashboard for its name"));
  }

  private Optional<SessionRow> living(Person person, Project project, String branch) {
    return parts.table().living(person.id(), project.id(), branch);
  }

  /** A session, and the ticket that is being signed for it. */
  private record Begin(LiveSession session, @Nullable Future<String> ticket) {}

  private Optional<Begin> found(SessionRow row) {
    return registry.found(row).map(it -> new Begin(it, null));
  }

  private Optional<Begin> openNew(
      Principal principal, Project project, @Nullable String branch, WantedSize wanted) {
    Person person = principal.person();
    Begun begun = begin(person, project, branch);
    if (branch == null) {
      Optional<SessionRow> known = living(person, project, begun.branch());
      if (known.isPresent()) {
        return found(known.get());
      }
    }
    SessionTable.Opened opened = parts.table().open(wish(person, project, begun, wanted));
    if (!opened.isNew()) {
      return found(opened.session());
    }
    LiveSession session = registry.opened(opened.session());
    if (!(opened.session().life() instanceof SessionLife.Starting starting)) {
      parts.feed().changed(opened.session(), parts.telling().tell(opened.session()));
      parts.hasten().run(); // one may have become warm since the claim looked
      return Optional.of(new Begin(session, null));
    }
    Future<String> ticket =
        principal.may(Scope.SESSION) ? sign(opened.session(), starting.hold(), principal) : null;
    session.begin(
        opened.session(),
        new Personalising.Opening(opened.session(), person, project, begun.start(), ticket));
    return Optional.of(new Begin(session, ticket));
  }

  /** Somebody waits, and has two processors at least: it is signed while the workspace is made. */
  private Future<String> sign(SessionRow row, Hold hold, Principal principal) {
    Ticket ticket = ticket(row, hold, principal, parts.clock());
    return parts.threads().submit(() -> parts.neighbours().signer().sign(ticket));
  }

  /** What a new session would start from; without a start there is a snapshot of the workspace. */
  private record Begun(String branch, @Nullable Start start, Optional<String> notice) {}

  private Begun begin(Person person, Project project, @Nullable String branch) {
    boolean mayPush = project.ownerId() == person.id();
    try {
      Start start = parts.neighbours().repositories().start(project, branch, person, mayPush);
      return new Begun(start.branch(), start, Optional.ofNullable(start.notice()));
    } catch (JoyException e) {
      // A branch that was deleted, or a repository that broke, must not keep somebody's own work
      // from them: the workspace is restored from its snapshot.
      if (branch != null && hasSnapshot(new Workspace(project, person.id(), branch))) {
        return new Begun(branch, null, Optional.of(String.valueOf(e.getMessage())));
      }
      throw e;
    }
  }

  private boolean hasSnapshot(Workspace workspace) {
    try {
      return parts.neighbours().snapshots().latest(workspace).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SessionRow wish(Person person, Project project, Begun begun, WantedSize wanted) {
    return new SessionRow(
        SessionId.random(random),
        person.id(),
        person.name(),
        project.id(),
        project.ref(),
        begun.branch(),
        wanted,
        0,
        new SessionLife.Queued(0),
        begun.notice(),
        false,
        parts.clock().instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** Most are active before this returns; who queues isn't kept waiting. */
  private SessionRow standing(LiveSession session) {
    CompletableFuture<SessionRow> standing = session.standing();
    if (session.row().life() instanceof SessionLife.Starting) {
      await(standing, parts.timings().openWait());
    }
    return session.row();
  }

  private void awaitEnd(LiveSession session, Instant deadline) {
    Duration left = Duration.between(parts.clock().instant(), deadline);
    if (!await(session.over(), left)) {
      throw new JoyException(
          ErrorCode.SESSION_SAVING,
          "the session before this one is still being saved; try again in a minute");
    }
  }

  private static boolean await(CompletableFuture<?> future, Duration time) {
    try {
      future.get(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a session never ends exceptionally", e);
    }
  }
}
