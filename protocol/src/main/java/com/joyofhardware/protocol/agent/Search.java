package com.joyofhardware.protocol.agent;

import java.util.List;

/**
 * Parameters and results of {@code search/*} on {@code WS /rpc}. The client names each search by an
 * id of its own, unique among those it has running; {@code search/cancel} ends it early, and it
 * then answers with what was found so far. Globs are relative to the workspace, as in .gitignore;
 * one without a slash matches at any depth. Links are not followed.
 */
public final class Search {
  private Search() {}

  /**
   * Which files are looked at.
   *
   * @param includes globs; empty for all files
   * @param excludes globs that are stronger than includes
   * @param ignoreFiles whether .gitignore, .ignore and .rgignore hide files
   */
  public record Scope(List<String> includes, List<String> excludes, boolean ignoreFiles) {
    public Scope {
      includes = List.copyOf(includes);
      excludes = List.copyOf(excludes);
    }
  }

  /**
   * {@code search/text} → {@link Done}, after notifications {@code search/matches} ({@link
   * Matches}).
   *
   * @param pattern a text or, with {@code regex}, a regular expression as ripgrep takes it
   * @param multiline whether a match may go over the end of a line
   * @param limit matches after which it ends
   */
  public record Text(
      String id,
      String pattern,
      boolean regex,
      boolean caseSensitive,
      boolean word,
      boolean multiline,
      Scope scope,
      int limit) {}

  /**
   * Where a match is: lines from 0, columns from 0 in UTF-16 units, the end exclusive.
   *
   * @param fromLine the line it begins in
   */
  public record Span(int fromLine, int from, int toLine, int to) {}

  /**
   * A line with matches, or several lines where a match goes over their ends.
   *
   * @param line the first line of {@code text}, from 0
   * @param column where in that line {@code text} begins: a long line is cut around each match
   */
  public record Line(int line, int column, String text, List<Span> matches) {
    public Line {
      matches = List.copyOf(matches);
    }
  }

  /** All of one file, or a part of it when it has many: then more of the file follows. */
  public record FileMatches(String path, List<Line> lines) {
    public FileMatches {
      lines = List.copyOf(lines);
    }
  }

  /** Notification {@code search/matches} of the search with that id. */
  public record Matches(String id, List<FileMatches> files) {
    public Matches {
      files = List.copyOf(files);
    }
  }

  /**
   * The end of a text search.
   *
   * @param count matches that were told
   * @param limitHit there may be more: the limit of matches or of time was reached, or it was
   *     cancelled
   * @param longLines matching lines too long to be shown
   */
  public record Done(int count, boolean limitHit, int longLines) {}

  /**
   * {@code search/files} → {@link Found}.
   *
   * @param query letters that must come in this order in the path, in any case; words split by
   *     spaces must each; empty finds all
   * @param limit paths after which it ends; 0 finds none, but has the names ready for what is asked
   *     next
   */
  public record Files(String id, String query, Scope scope, int limit) {}

  /**
   * Paths of files, the best first.
   *
   * @param limitHit there are more
   */
  public record Found(List<String> paths, boolean limitHit) {
    public Found {
      paths = List.copyOf(paths);
    }
  }

  /** {@code search/cancel} → null; also when nothing of that id runs any more. */
  public record Cancel(String id) {}
}
