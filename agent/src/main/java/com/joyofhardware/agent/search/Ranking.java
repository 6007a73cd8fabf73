package com.joyofhardware.agent.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/**
 * Keeps the best paths for what somebody typed. The workbench ranks those again by its own, finer
 * measure; here it matters only that what it would put first is among them.
 */
final class Ranking {
  private record Ranked(long score, String path) {}

  private static final Comparator<Ranked> WORST_FIRST =
      Comparator.comparingLong(Ranked::score)
          .thenComparing(Comparator.comparing(Ranked::path).reversed());

  private static final int NAME_IS = 7;
  private static final int NAME_STARTS = 6;
  private static final int NAME_HOLDS = 5;
  private static final int NAME_LETTERS = 4;
  private static final int PATH_HOLDS = 3;
  private static final int PATH_LETTERS = 1;

  private final List<String> words;
  private final int limit;
  private final PriorityQueue<Ranked> best = new PriorityQueue<>(WORST_FIRST);
  private final List<String> all = new ArrayList<>();
  private boolean more;

  Ranking(String query, int limit) {
    String plain = query.replace('\\', '/').replace("\"", "").replace("*", "");
    this.words =
        List.of(plain.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
            .filter(word -> !word.isEmpty())
            .toList();
    this.limit = limit;
  }

  /** Whether nothing that comes now could be of interest. */
  boolean isFull() {
    return words.isEmpty() && more && limit > 0;
  }

  void offer(String path) {
    if (words.isEmpty()) {
      if (all.size() < limit) {
        all.add(path);
      } else {
        more = true;
      }
      return;
    }
    String lower = path.toLowerCase(Locale.ROOT);
    long score = 0;
    for (String word : words) {
      int tier = tier(lower, word);
      if (tier == 0) {
        return;
      }
      score += tier;
    }
    int name = path.length() - path.lastIndexOf('/') - 1;
    // among equals the shorter name, then the shorter path
    best.add(new Ranked((score << 32) - ((long) Math.min(name, 255) << 16) - path.length(), path));
    if (best.size() > limit) {
      best.remove();
      more = true;
    }
  }

  boolean more() {
    return more;
  }

  List<String> paths() {
    if (words.isEmpty()) {
      return List.copyOf(all);
    }
    return best.stream().sorted(WORST_FIRST.reversed()).map(Ranked::path).toList();
  }

  private static int tier(String path, String word) {
    int name = path.lastIndexOf('/') + 1;
    int found = path.lastIndexOf(word);
    if (found >= 0 && path.indexOf(word, name) >= 0) {
      boolean starts = path.startsWith(word, name);
      return starts && name + word.length() == path.length()
          ? NAME_IS
          : starts ? NAME_STARTS : NAME_HOLDS;
    }
    if (found >= 0) {
      return PATH_HOLDS;
    }
    if (inOrder(path, name, word)) {
      return NAME_LETTERS;
    }
    return inOrder(path, 0, word) ? PATH_LETTERS : 0;
  }

  private static boolean inOrder(String path, int from, String letters) {
    int at = from;
    for (int i = 0; i < letters.length(); i++) {
      at = path.indexOf(letters.charAt(i), at) + 1;
      if (at == 0) {
        return false;
      }
    }
    return true;
  }
}
