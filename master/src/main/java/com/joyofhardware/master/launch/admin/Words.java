package com.joyofhardware.master.launch.admin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands behind {@code joy admin}: words in order, and options anywhere between them. */
final class Words {
  private static final Set<String> FLAGS = Set.of("--json", "--admin", "--password-stdin");
  private static final Set<String> OPTIONS =
      Set.of("--data", "--url", "--token-file", "--user", "--scope", "--ttl", "--endpoint");

  private final Deque<String> words = new ArrayDeque<>();
  private final Map<String, String> options = new HashMap<>();

  static Words parse(List<String> arguments) {
    Words parsed = new Words();
    List<String> rest = new ArrayList<>(arguments);
    while (!rest.isEmpty()) {
      String first = rest.removeFirst();
      if (FLAGS.contains(first)) {
        parsed.options.put(first, "");
      } else if (OPTIONS.contains(first)) {
        if (rest.isEmpty()) {
          throw new AdminUsageException(first + " needs a value");
        }
        parsed.options.put(first, rest.removeFirst());
      } else if (first.startsWith("--")) {
        throw new AdminUsageException(first + " is not an option of joy admin");
      } else {
        parsed.words.add(first);
      }
    }
    return parsed;
  }

  /** The next word; {@code what} says what it would have been. */
  String next(String what) {
    String word = words.poll();
    if (word == null) {
      throw new AdminUsageException(what + " is missing");
    }
    return word;
  }

  void requireEnd() {
    if (!words.isEmpty()) {
      throw new AdminUsageException("'" + words.peek() + "' is one word too many");
    }
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  boolean has(String flag) {
    return options.containsKey(flag);
  }
}
