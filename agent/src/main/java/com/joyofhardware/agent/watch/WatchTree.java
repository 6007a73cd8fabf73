package com.joyofhardware.agent.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which watch is which folder. A folder's path isn't stored but put together from its parents. */
final class WatchTree {
  /** A watched folder. */
  static final class Node {
    private final int watch;
    private @Nullable Node parent;
    private String name;
    private Map<String, Node> children = Map.of();

    private Node(int watch, @Nullable Node parent, String name) {
      this.watch = watch;
      this.parent = parent;
      this.name = name;
    }

    String path() {
      Deque<String> names = new ArrayDeque<>();
      for (Node at = this; at.parent != null; at = at.parent) {
        names.push(at.name);
      }
      return String.join("/", names);
    }

    String pathOf(String child) {
      return parent == null ? child : path() + "/" + child;
    }

    String name() {
      return name;
    }
  }

  private final Map<Integer, Node> byWatch = new HashMap<>();

  int size() {
    return byWatch.size();
  }

  @Nullable Node get(int watch) {
    return byWatch.get(watch);
  }

  /** A folder is watched now. One that was known under another name has moved: it is moved here. */
  Node put(int watch, @Nullable Node parent, String name) {
    Node node = byWatch.computeIfAbsent(watch, w -> new Node(w, parent, name));
    if (node.parent != parent || !node.name.equals(name)) {
      unlink(node);
      node.parent = parent;
      node.name = name;
    }
    if (parent != null) {
      if (parent.children.isEmpty()) {
        parent.children = new HashMap<>(4);
      }
      parent.children.put(name, node);
    }
    return node;
  }

  /** Forgets a folder and all below it; gives their watches. */
  List<Integer> remove(Node parent, String name) {
    Node node = parent.children.get(name);
    List<Integer> watches = new ArrayList<>();
    if (node != null) {
      unlink(node);
      forget(node, watches);
    }
    return watches;
  }

  /** The kernel has ended a watch. */
  void ended(int watch) {
    Node node = byWatch.get(watch);
    if (node != null) {
      unlink(node);
      forget(node, new ArrayList<>());
    }
  }

  private void forget(Node top, List<Integer> watches) {
    Deque<Node> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      Node node = open.pop();
      byWatch.remove(node.watch);
      watches.add(node.watch);
      open.addAll(node.children.values());
    }
  }

  private static void unlink(Node node) {
    if (node.parent != null && node.parent.children.get(node.name) == node) {
      node.parent.children.remove(node.name);
    }
  }
}
