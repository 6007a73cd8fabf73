package com.joyofhardware.master.session;

import com.joyofhardware.protocol.SessionId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a session is at the moment, and the one way to change it. */
final class SessionCell {
  private final Parts parts;
  private final CompletableFuture<SessionRow> over = new CompletableFuture<>();
  private volatile SessionRow row;
  private volatile CompletableFuture<SessionRow> standing = new CompletableFuture<>();

  SessionCell(Parts parts, SessionRow row) {
    this.parts = parts;
    this.row = row;
  }

  SessionId id() {
    return row.id();
  }

  SessionRow row() {
    return row;
  }

  SessionLife life() {
    return row.life();
  }

  /** Done when the workspace stands, or never will. */
  CompletableFuture<SessionRow> standing() {
    return standing;
  }

  /** Done when the session is over. */
  CompletableFuture<SessionRow> over() {
    return over;
  }

  Instant now() {
    return parts.clock().instant();
  }

  /** It claimed a container, which the database has already. */
  void claimed(SessionRow next) {
    row = next;
    parts.feed().changed(next, parts.telling().tell(next));
  }

  void become(SessionLife next) {
    become(row.with(next));
  }

  /** The database first, then everybody who listens. */
  void become(SessionRow next) {
    Optional<SessionRow> moved = parts.table().move(row, next);
    if (moved.isEmpty()) {
      throw new IllegalStateException("session " + id() + " was changed behind this master's back");
    }
    row = next;
    parts.feed().changed(next, parts.telling().tell(next));
    switch (next.life()) {
      case SessionLife.Active _ -> standing.complete(next);
      case SessionLife.Destroyed _, SessionLife.Failed _ -> {
        standing.complete(next);
        over.complete(next);
      }
      case SessionLife.Queued _, SessionLife.Starting _, SessionLife.Recovering _ -> {
        if (standing.isDone()) {
          standing = new CompletableFuture<>();
        }
      }
      case SessionLife.Dormant _, SessionLife.Saving _ -> {}
    }
  }
}
