package com.joyofhardware.protocol.control;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON frames of the control link. The master opens it to the agent with {@code POST /control},
 * {@code Upgrade: joy-control} and a signed {@code Command}; after the 101 both sides send frames:
 * four bytes of length (big endian, of what follows), one byte {@code J} (one of these messages) or
 * {@code B} (a chunk of the transfer in progress; an empty chunk ends it), then the payload. A
 * message that announces transfers is followed by exactly those, in order, before the next message.
 */
public sealed interface ControlMessage {

  // ---- master → agent

  /**
   * Makes a warm container personal. Only under a claim newer than any the agent has seen.
   *
   * @param remoteUrl where {@code origin} points
   * @param workspace what to lay out; says which transfers follow
   * @param ticket what the first request will carry; its signature needn't be checked again
   * @param command signed for this claim, on a link that was opened before there was one; null on a
   *     link that was opened under it
   */
  record Personalise(
      Claim claim,
      SessionId session,
      ProjectRef project,
      Size size,
      Person person,
      String remoteUrl,
      GitCredential credential,
      Workspace workspace,
      Instant issued,
      @Nullable String ticket,
      @Nullable String command)
      implements ControlMessage {
    public Personalise with(String signed) {
      return new Personalise(
          claim,
          session,
          project,
          size,
          person,
          remoteUrl,
          credential,
          workspace,
          issued,
          ticket,
          signed);
    }
  }

  /** Who commits: user.name and user.email of the workspace. */
  record Person(String name, String displayName, String email) {}

  /** For {@code git} against {@code remoteUrl}; replaced before it expires by a new one. */
  record GitCredential(String username, String token, Instant expires) {
    @Override
    public String toString() {
      return "GitCredential[" + username + ", expires " + expires + "]";
    }
  }

  /** What a workspace starts from. */
  sealed interface Workspace {
    /**
     * A commit of the project. Three transfers follow: a {@code .git/index} for the commit; the
     * index, version 2, of a pack of the commit, its trees and blobs without deltas; that pack,
     * which comes last because it can be laid out while it arrives. The rest of the history comes
     * as {@link History}; until then the repository is shallow.
     *
     * @param branch the branch HEAD points to
     * @param commit null for a repository without commits: then no transfer follows
     * @param packBytes the size of the pack
     * @param uncommitted files to lay into the worktree that are in no commit (see S15)
     */
    record Fresh(
        String branch, @Nullable String commit, long packBytes, List<UncommittedFile> uncommitted)
        implements Workspace {
      public Fresh {
        uncommitted = List.copyOf(uncommitted);
      }
    }

    /**
     * A snapshot. Two transfers follow: a pack without deltas of the snapshot commit, its parents
     * (the commits alone), its trees and blobs; a pack of everything its parents reach, for {@code
     * git index-pack}.
     */
    record Restored(String snapshot) implements Workspace {}
  }

  record UncommittedFile(String path, String text) {}

  /**
   * One transfer follows: a pack that completes a shallow repository.
   *
   * @param refs the project's branches and tags that the pack reaches; the agent makes remote
   *     branches and tags of them, as a clone would
   */
  record History(List<Ref> refs) implements ControlMessage {
    public History {
      refs = List.copyOf(refs);
    }
  }

  /** A full ref name ({@code refs/heads/main}) and the object it points to. */
  record Ref(String name, String id) {}

  record Credentials(GitCredential credential) implements ControlMessage {}

  /**
   * Make a snapshot now and answer {@link Saved} when it is stored.
   *
   * @param last nothing may change after it: terminals and tasks are stopped, writes refused
   */
  record Save(boolean last) implements ControlMessage {}

  /** Undo a {@link Save} that was the last. */
  record Thaw() implements ControlMessage {}

  /** The snapshot is on disk at the master. */
  record SnapshotStored(long sequence, String commit) implements ControlMessage {}

  /** The store did not take it; the agent keeps it and offers again after {@code retryMillis}. */
  record SnapshotRefused(long sequence, String code, String message, long retryMillis)
      implements ControlMessage {}

  // ---- agent → master

  /**
   * First, always.
   *
   * @param claim what the agent was personalised under, null while it is warm
   * @param stored the last snapshot it knows to be stored
   */
  record Hello(ContainerId container, int protocol, @Nullable Claim claim, @Nullable String stored)
      implements ControlMessage {}

  /** The workspace stands; files and terminals are served from now on. */
  record Ready(Claim claim) implements ControlMessage {}

  /** The history has been taken in; the repository is complete. */
  record HistoryTaken() implements ControlMessage {}

  /**
   * A snapshot; {@code packs} transfers follow, each a pack that may refer to objects the master
   * has: those of the project, and of stored snapshots of this workspace.
   *
   * @param commit the snapshot commit; docs/decisions has its form
   * @param unsafe paths that are not in it yet
   * @param ageMillis how long ago the agent began to look: what has changed since may be missing
   */
  record SnapshotOffer(
      long sequence, String commit, int packs, List<String> unsafe, int unsafeCount, long ageMillis)
      implements ControlMessage {
    public SnapshotOffer {
      unsafe = List.copyOf(unsafe);
    }
  }

  /**
   * Answers {@link Save}.
   *
   * @param commit the stored snapshot
   * @param unsafe what could not be saved; empty when all is safe
   */
  record Saved(@Nullable String commit, List<String> unsafe) implements ControlMessage {
    public Saved {
      unsafe = List.copyOf(unsafe);
    }
  }

  /**
   * When it changes, and at least every 30 s.
   *
   * @param clients open connections of people: sockets of IDEs, terminals, tunnels
   * @param busy a terminal or task computes or prints
   */
  record Activity(int clients, boolean busy) implements ControlMessage {}

  /**
   * What was asked can't be done; the link stays.
   *
   * @param about the type of the message that asked, as on the wire: {@code personalise}, {@code
   *     history}, {@code save}, {@code credentials}
   */
  record Failed(String about, String code, String message) implements ControlMessage {}
}
