package com.joyofhardware.master.session;

import com.joyofhardware.master.repository.Snapshots;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Snapshots in memory: a commit's name is its content. */
final class TestingSnapshots implements Snapshots {
  private final Map<String, Claim> fences = new HashMap<>();
  private final Map<String, List<String>> stored = new HashMap<>();

  private static String key(Workspace workspace) {
    return workspace.personId() + " " + workspace.project().id() + " " + workspace.ref();
  }

  @Override
  public synchronized Optional<String> latest(Workspace workspace) {
    List<String> all = stored.getOrDefault(key(workspace), List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  @Override
  public synchronized void fence(Workspace workspace, Claim claim) {
    Claim had = fences.get(key(workspace));
    if (had != null && had.isNewerThan(claim)) {
      throw new JoyException(ErrorCode.CONFLICT, "a newer claim was raised: " + had);
    }
    fences.put(key(workspace), claim);
  }

  @Override
  public synchronized void store(Workspace workspace, Claim claim, String commit, Packs packs)
      throws IOException {
    while (packs.next() != null) {
      throw new IOException("these agents send no packs");
    }
    Claim had = fences.get(key(workspace));
    if (had != null && had.isNewerThan(claim)) {
      throw new JoyException(ErrorCode.CONFLICT, "claim " + claim + " is old");
    }
    stored.computeIfAbsent(key(workspace), _ -> new ArrayList<>()).add(commit);
  }

  @Override
  public void writeTree(Workspace workspace, String snapshot, OutputStream out) throws IOException {
    out.write(snapshot.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void writeHistory(Workspace workspace, String snapshot, OutputStream out)
      throws IOException {
    out.write('h');
  }

  @Override
  public synchronized List<String> kept(Workspace workspace) {
    return stored.getOrDefault(key(workspace), List.of()).reversed();
  }
}
