package com.joyofhardware.agent.snapshot;

import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was last seen at a path. Of the snapshot thread alone. */
sealed interface Node {
  Stat stat();

  /** The content is in the blob: at the master, or in the offer being made. */
  record File(Stat stat, ObjectId blob) implements Node {}

  record Link(Stat stat, String target) implements Node {}

  record Fifo(Stat stat) implements Node {}

  /** Trees of a folder: what git can say, and what it can't (see {@code Notes}). */
  record Trees(ObjectId content, @Nullable ObjectId notes) {}

  /** A folder. Remembers its trees until something below it changes. */
  final class Folder implements Node {
    private Stat stat;
    private final @Nullable Folder parent;
    private final TreeMap<String, Node> children = new TreeMap<>();
    private @Nullable Trees trees;

    Folder(Stat stat, @Nullable Folder parent) {
      this.stat = stat;
      this.parent = parent;
    }

    @Override
    public Stat stat() {
      return stat;
    }

    void restat(Stat now) {
      if (now.permissions() != stat.permissions() && parent != null) {
        parent.touch();
      }
      stat = now;
    }

    SequencedMap<String, Node> children() {
      return children;
    }

    @Nullable Node child(String name) {
      return children.get(name);
    }

    void put(String name, Node node) {
      if (!Objects.equals(children.put(name, node), node)) {
        touch();
      }
    }

    void remove(String name) {
      if (children.remove(name) != null) {
        touch();
      }
    }

    void touch() {
      for (Folder folder = this; folder != null; folder = folder.parent) {
        folder.trees = null;
      }
    }

    @Nullable Trees trees() {
      return trees;
    }

    void trees(Trees built) {
      trees = built;
    }
  }

  /** A folder with a repository in it, or, without a worktree, a git folder of its own. */
  final class Repository implements Node {
    private Stat stat;
    private final @Nullable Folder worktree;
    private @Nullable Folder git;
    private boolean rawObjects;
    private boolean awaitsHistory;
    private @Nullable Tips tips;
    private @Nullable ObjectId tipsOf;

    Repository(Stat stat, @Nullable Folder worktree) {
      this.stat = stat;
      this.worktree = worktree;
    }

    @Override
    public Stat stat() {
      return stat;
    }

    void restat(Stat now) {
      stat = now;
    }

    @Nullable Folder worktree() {
      return worktree;
    }

    @Nullable Folder git() {
      return git;
    }

    void git(@Nullable Folder folder) {
      git = folder;
    }

    /** Whether objects are kept as the files they are, because git can't list or follow them. */
    boolean rawObjects() {
      return rawObjects;
    }

    void rawObjects(boolean raw) {
      rawObjects = raw;
    }

    /** Whether {@code .git/shallow} is ours, until the master sends the history. */
    boolean awaitsHistory() {
      return awaitsHistory;
    }

    void awaitsHistory(boolean awaits) {
      awaitsHistory = awaits;
    }

    /** What stays reachable, as computed when {@code git} had this tree. */
    @Nullable Tips tips(ObjectId gitTree) {
      return gitTree.equals(tipsOf) ? tips : null;
    }

    void tips(ObjectId gitTree, Tips computed) {
      tipsOf = gitTree;
      tips = computed;
    }
  }
}
