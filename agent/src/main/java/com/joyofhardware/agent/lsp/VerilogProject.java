package com.joyofhardware.agent.lsp;

import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.verilog.FileIndex;
import com.joyofhardware.agent.watch.WatchListener;
import com.joyofhardware.agent.watch.WorkspaceWatcher;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.Fs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the Verilog files on disk declare. They are read when somebody first asks, and again when
 * the watcher has seen them change. No text is kept.
 */
final class VerilogProject implements WatchListener, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(VerilogProject.class.getName());
  private static final Pattern NAMES = Pattern.compile(".*\\.(v|vh|sv|svh)", Pattern.DOTALL);

  // The agent's heap is 48 MB; a project beyond these is completed from what was read before them.
  private static final int MAX_FILES = 2_000;
  private static final long MAX_BYTES = 24 << 20;
  private static final int MAX_FILE = 2 << 20;

  private final Path workspace;
  private final WorkspaceWatcher.Subscription subscription;
  private final Map<String, FileIndex> files = new TreeMap<>();
  private final Map<String, Integer> sizes = new TreeMap<>();
  private final Set<String> changed = new HashSet<>();
  private boolean readAll = true;
  private long bytes;

  VerilogProject(Path workspace, WorkspaceWatcher watcher) {
    this.workspace = workspace;
    this.subscription = watcher.subscribe(this);
  }

  @Override
  public void changed(String path, Fs.ChangeKind kind) {
    if (kind == Fs.ChangeKind.DELETED || NAMES.matcher(path).matches()) {
      synchronized (changed) {
        changed.add(path);
      }
    }
  }

  @Override
  public void overflow() {
    synchronized (changed) {
      readAll = true;
    }
  }

  /** By path relative to the workspace. Reads what has changed: blocking. */
  synchronized Map<String, FileIndex> files() {
    List<String> paths;
    boolean all;
    synchronized (changed) {
      all = readAll;
      paths = List.copyOf(changed);
      changed.clear();
      readAll = false;
    }
    try (Folder root = Folder.root(workspace)) {
      if (all) {
        files.clear();
        sizes.clear();
        bytes = 0;
        walk(root);
      } else {
        paths.forEach(path -> refresh(root, path));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the workspace can't be read for completion", e);
    }
    return new TreeMap<>(files);
  }

  private void walk(Folder root) throws IOException {
    Deque<String> open = new ArrayDeque<>(List.of(""));
    while (!open.isEmpty() && files.size() < MAX_FILES) {
      String path = open.poll();
      try (Folder folder = root.folder(BeneathPath.parse(path))) {
        folder.visit((name, addressable) -> {
          String child = path.isEmpty() ? name : path + "/" + name;
          if (addressable && folder.isFolder(name)) {
            if (!name.startsWith(".") && !name.equals("node_modules")) {
              open.add(child);
            }
          } else if (addressable && NAMES.matcher(name).matches()) {
            read(root, child);
          }
          return files.size() < MAX_FILES;
        });
      } catch (JoyException e) {
        LOG.log(System.Logger.Level.DEBUG, "a folder is gone or may not be read", e);
      }
    }
  }

  private void refresh(Folder root, String path) {
    List<String> gone =
        files.keySet().stream()
            .filter(file -> file.equals(path) || file.startsWith(path + "/"))
            .toList();
    gone.forEach(this::forget);
    boolean hidden = path.startsWith(".") || path.contains("/.") || path.contains("node_modules/");
    if (NAMES.matcher(path).matches() && !hidden) {
      read(root, path);
    }
  }

  private void forget(String file) {
    files.remove(file);
    Integer size = sizes.remove(file);
    bytes -= size == null ? 0 : size;
  }

  private void read(Folder root, String path) {
    if (files.size() >= MAX_FILES) {
      return;
    }
    try {
      Optional<String> text = content(root, path, Math.min(MAX_FILE, MAX_BYTES - bytes));
      if (text.isPresent()) {
        files.put(path, FileIndex.of(text.get()));
        sizes.put(path, text.get().length());
        bytes += text.get().length();
      }
    } catch (JoyException | IOException e) {
      // gone again, a link, a folder of that name: then it declares nothing
      LOG.log(System.Logger.Level.DEBUG, "a Verilog file was not read", e);
    }
  }

  /** As it is on disk now; empty when it is gone. Blocking. */
  Optional<String> text(String path) {
    try (Folder root = Folder.root(workspace)) {
      return content(root, path, MAX_FILE);
    } catch (JoyException | IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a Verilog file was not read", e);
      return Optional.empty();
    }
  }

  private static Optional<String> content(Folder root, String path, long most) throws IOException {
    try (Entry entry = root.entry(BeneathPath.parse(path));
        FileChannel file = entry.read()) {
      long size = file.size();
      if (size > most) {
        return Optional.empty();
      }
      ByteBuffer content = ByteBuffer.allocate((int) size);
      while (content.hasRemaining() && file.read(content) > 0) {
        // until it is full, or the file has become shorter
      }
      return Optional.of(StandardCharsets.UTF_8.decode(content.flip()).toString());
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
