package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The saved states of workspaces: a bare repository per person and project with the project's
 * objects as alternates, one ref a workspace.
 */
public interface Snapshots {
  /** One workspace: what a person has open of a project at a ref. */
  record Workspace(Project project, long personId, String ref) {}

  /** The newest snapshot's commit. */
  Optional<String> latest(Workspace workspace) throws IOException;

  /**
   * From now on only snapshots under this claim or a newer one are taken. Called before an agent is
   * personalised, so that a twin under an older claim can no longer overwrite.
   *
   * @throws com.joyofhardware.protocol.JoyException CONFLICT when a newer claim was raised before
   */
  void fence(Workspace workspace, Claim claim) throws IOException;

  /**
   * Takes a snapshot: once this returns it survives a power cut.
   *
   * @param packs each may refer to objects of the project and of stored snapshots; read in order,
   *     each to its end
   * @throws com.joyofhardware.protocol.JoyException CONFLICT when the claim is old, BAD_REQUEST
   *     when a pack is broken or the commit isn't in them
   */
  void store(Workspace workspace, Claim claim, String commit, Packs packs) throws IOException;

  /** The packs of one offer, one after the other. */
  interface Packs {
    /** The next pack, or null after the last. */
    @org.jspecify.annotations.Nullable
    InputStream next() throws IOException;
  }

  /** Writes a pack without deltas of the snapshot commit, its trees and blobs. */
  void writeTree(Workspace workspace, String snapshot, OutputStream out) throws IOException;

  /**
   * Writes a pack of everything the snapshot's parents reach, and the project's branches and tags.
   */
  void writeHistory(Workspace workspace, String snapshot, OutputStream out) throws IOException;

  /** Kept states, newest first: the last, hourly and daily ones. */
  List<String> kept(Workspace workspace) throws IOException;
}
