package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.beneath.PartialName;
import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.agent.snapshot.Node.Repository;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is on disk with what was last seen. Folders, links and what is gone it takes over
 * at once; files whose content has to be read it lists.
 */
final class Scanner {
  static final String GIT = ".git";

  private final Path root;
  private final Repository top;
  private final List<ChangedFile> changed = new ArrayList<>();
  private final Set<String> unreadable = new TreeSet<>();

  Scanner(Path root, Repository top) {
    this.root = root;
    this.top = top;
  }

  /**
   * A file that has to be read.
   *
   * @param raw its path in the workspace, one character a byte
   */
  record ChangedFile(Folder folder, String name, Path path, String raw, Stat stat) {
    ChangedFile withStat(Stat now) {
      return new ChangedFile(folder, name, path, raw, now);
    }
  }

  List<ChangedFile> changed() {
    return changed;
  }

  /** Paths that can't be read; they stay as they were last seen. */
  Set<String> unreadable() {
    return unreadable;
  }

  void everything() throws IOException {
    repository(top, root, "");
  }

  /** Looks at one path again, and at all below it. */
  void path(String raw) throws IOException {
    Folder folder = top.worktree();
    Repository repository = top;
    Path path = root;
    String at = "";
    Place place = Place.WORKTREE;
    Folder above = null;
    for (String name : raw.split("/", -1)) {
      if (folder == null || name.isEmpty()) {
        everything();
        return;
      }
      Path next = RawName.resolve(path, name);
      String nextAt = join(at, name);
      if (name.equals(GIT) && place == Place.WORKTREE && isWorktreeRoot(repository, folder)) {
        if (nextAt.equals(raw) || repository.git() == null || !isRepository(path)) {
          again(above, repository, path, at);
          return;
        }
        folder = repository.git();
        place = Place.GIT_TOP;
      } else if (name.equals(GIT) && place == Place.WORKTREE && above != null) {
        look(above, RawName.of(path), path, at, place); // it may have become a repository
        return;
      } else {
        if (skipped(name, place, repository)) {
          return;
        }
        Node child = folder.child(name);
        if (nextAt.equals(raw) || !(child instanceof Folder || child instanceof Repository)) {
          look(folder, name, next, nextAt, place);
          return;
        }
        above = folder;
        if (child instanceof Repository nested) {
          repository = nested;
          folder = nested.worktree() == null ? nested.git() : nested.worktree();
          place = nested.worktree() == null ? Place.GIT_TOP : Place.WORKTREE;
        } else {
          folder = (Folder) child;
          place = place == Place.GIT_TOP ? Place.GIT : place;
        }
      }
      path = next;
      at = nextAt;
    }
  }

  private void again(@Nullable Folder above, Repository repository, Path path, String at)
      throws IOException {
    if (above == null) {
      repository(repository, path, at);
    } else {
      look(above, RawName.of(path), path, at, Place.WORKTREE);
    }
  }

  private static boolean isWorktreeRoot(Repository repository, Folder folder) {
    return repository.worktree() == folder;
  }

  /** Where a folder is: what is skipped, and what a repository looks like, depends on it. */
  private enum Place {
    WORKTREE,
    GIT_TOP,
    GIT
  }

  private static boolean skipped(String name, Place place, Repository repository) {
    if (PartialName.is(name)) {
      return true;
    }
    return switch (place) {
      case WORKTREE -> false;
      case GIT_TOP ->
          name.endsWith(".lock")
              || (name.equals("objects") && !repository.rawObjects())
              || (name.equals("shallow") && repository.awaitsHistory());
      case GIT -> name.endsWith(".lock");
    };
  }

  static boolean isRepository(Path folder) {
    return isGitFolder(folder.resolve(GIT));
  }

  private static boolean isGitFolder(Path folder) {
    return Files.isDirectory(folder.resolve("objects"), LinkOption.NOFOLLOW_LINKS)
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.exists(folder.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS);
  }

  private void look(Folder parent, String name, Path path, String raw, Place place)
      throws IOException {
    Stat stat;
    try {
      stat = Stat.of(path);
    } catch (AccessDeniedException e) {
      unreadable.add(raw);
      return;
    }
    Node seen = parent.child(name);
    if (stat == null) {
      parent.remove(name);
    } else if (stat.isFolder()) {
      folder(parent, name, path, raw, place, stat);
    } else if (stat.isFile()) {
      if (!(seen instanceof Node.File) || !stat.equals(seen.stat())) {
        changed.add(new ChangedFile(parent, name, path, raw, stat));
      }
    } else if (stat.isLink()) {
      if (!(seen instanceof Node.Link) || !stat.equals(seen.stat())) {
        link(parent, name, path, stat);
      }
    } else if (stat.isFifo()) {
      if (!(seen instanceof Node.Fifo) || !stat.equals(seen.stat())) {
        parent.put(name, new Node.Fifo(stat));
      }
    } else {
      parent.remove(name); // sockets and devices mean nothing in another container
    }
  }

  private static void link(Folder parent, String name, Path path, Stat stat) throws IOException {
    try {
      parent.put(name, new Node.Link(stat, Links.read(path, stat)));
    } catch (NoSuchFileException e) {
      parent.remove(name);
    }
  }

  private void folder(Folder parent, String name, Path path, String raw, Place place, Stat stat)
      throws IOException {
    Node seen = parent.child(name);
    boolean same = seen != null && seen.stat().inode() == stat.inode();
    boolean repository = place == Place.WORKTREE ? isRepository(path) : isGitFolder(path);
    if (repository) {
      Repository node =
          same && seen instanceof Repository known
              ? known
              : new Repository(stat, place == Place.WORKTREE ? new Folder(stat, null) : null);
      if (node.stat().permissions() != stat.permissions()) {
        parent.touch();
      }
      node.restat(stat);
      parent.put(name, node);
      repository(node, path, raw);
    } else {
      Folder node = same && seen instanceof Folder known ? known : new Folder(stat, parent);
      parent.put(name, node);
      node.restat(stat);
      Place below = place == Place.GIT_TOP ? Place.GIT : place;
      children(node, path, raw, below, null);
    }
  }

  /** Looks at a repository's worktree and git folder. */
  void repository(Repository repository, Path path, String raw) throws IOException {
    Folder worktree = repository.worktree();
    Path git = worktree == null ? path : path.resolve(GIT);
    String gitRaw = worktree == null ? raw : join(raw, GIT);
    if (worktree == null || isGitFolder(git)) {
      git(repository, git, gitRaw);
    } else {
      repository.git(null);
    }
    if (worktree != null) {
      children(worktree, path, raw, Place.WORKTREE, repository.git() == null ? null : GIT);
    }
  }

  void git(Repository repository, Path git, String raw) throws IOException {
    Stat stat = Stat.of(git);
    if (stat == null) {
      repository.git(null);
      return;
    }
    if (isCut(repository, git)) {
      repository.rawObjects(true);
    }
    Folder folder = repository.git();
    if (folder == null || folder.stat().inode() != stat.inode()) {
      folder = new Folder(stat, null);
      repository.git(folder);
    }
    folder.restat(stat);
    children(folder, git, raw, Place.GIT_TOP, null, repository);
  }

  /** Git can't follow a history that ends somewhere, or that lies in another repository. */
  private static boolean isCut(Repository repository, Path git) {
    return (Files.exists(git.resolve("shallow")) && !repository.awaitsHistory())
        || Files.exists(git.resolve("objects/info/alternates"));
  }

  private void children(
      Folder folder, Path path, String raw, Place place, @Nullable String elsewhere)
      throws IOException {
    children(folder, path, raw, place, elsewhere, top);
  }

  private void children(
      Folder folder,
      Path path,
      String raw,
      Place place,
      @Nullable String elsewhere,
      Repository repository)
      throws IOException {
    Set<String> there = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String name = RawName.of(entry);
        if (name.equals(elsewhere) || skipped(name, place, repository)) {
          continue;
        }
        there.add(name);
        look(folder, name, entry, join(raw, name), place);
      }
    } catch (AccessDeniedException e) {
      unreadable.add(raw);
      return;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return; // gone again: its own event follows
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    for (String name : List.copyOf(folder.children().keySet())) {
      if (!there.contains(name)) {
        folder.remove(name);
      }
    }
  }

  private static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
