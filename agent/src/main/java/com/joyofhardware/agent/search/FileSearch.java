package com.joyofhardware.agent.search;

import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Search;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code search/files}: the names of all files, from ripgrep or from the last time. */
final class FileSearch {
  private static final int LONGEST_PATH = 16 << 10;

  /** What one answer may hold; a frame takes twice that. */
  private static final int MOST_CHARACTERS = Limits.MAX_TEXT_FRAME / 2;

  private final Processes processes;
  private final KnownFiles known;

  FileSearch(Processes processes, KnownFiles known) {
    this.processes = processes;
    this.known = known;
  }

  Search.Found run(Search.Files asked, Running running) throws IOException, InterruptedException {
    int limit = Math.clamp(asked.limit(), 0, Limits.MAX_FOUND_FILES);
    Ranking ranking = new Ranking(asked.query(), limit);
    PathList paths = known.of(asked.scope()).orElse(null);
    if (paths == null) {
      walk(asked.scope(), ranking, running);
    } else {
      paths.forEach(ranking::offer);
    }
    return bounded(ranking, running.stopped());
  }

  private void walk(Search.Scope scope, Ranking ranking, Running running)
      throws IOException, InterruptedException {
    long before = known.changes();
    @Nullable PathList seen = new PathList();
    try (Ripgrep ripgrep = Ripgrep.start(processes, Arguments.files(scope), running)) {
      Messages messages = new Messages(ripgrep.output(), (byte) 0, LONGEST_PATH);
      int count = 0;
      for (String path = messages.next(); path != null; path = messages.next()) {
        // what isn't UTF-8 has replacement characters now: nothing could open it
        if (path.equals(Messages.TOO_LONG) || path.indexOf('\ufffd') >= 0) {
          continue;
        }
        String relative = path.startsWith("./") ? path.substring(2) : path;
        count++;
        ranking.offer(relative);
        if (seen != null) {
          seen.add(relative);
          if (seen.size() > KnownFiles.MOST_BYTES) {
            seen = null;
          }
        }
        if (ranking.isFull()) {
          return;
        }
      }
      Optional<String> failure = count == 0 ? ripgrep.failure() : Optional.empty();
      if (failure.isPresent()) {
        throw Ripgrep.unusable(failure.get());
      }
    } catch (IOException e) {
      if (!running.stopped()) {
        throw e;
      }
      return;
    }
    if (seen != null && !running.stopped()) {
      known.keep(scope, seen, before);
    }
  }

  private static Search.Found bounded(Ranking ranking, boolean stopped) {
    var paths = ranking.paths();
    int characters = 0;
    for (int i = 0; i < paths.size(); i++) {
      characters += paths.get(i).length() + 3;
      if (characters > MOST_CHARACTERS) {
        return new Search.Found(paths.subList(0, i), true);
      }
    }
    return new Search.Found(paths, ranking.more() || stopped);
  }
}
