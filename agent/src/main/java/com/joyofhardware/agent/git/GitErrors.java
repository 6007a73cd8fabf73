package com.joyofhardware.agent.git;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.util.List;
import java.util.stream.Collectors;

/** From what git says to an error that says what to do next. Git's own words are kept. */
final class GitErrors {
  private static final int MAX_LINES = 8;
  private static final int MAX_LENGTH = 1_200;

  private record Known(List<String> words, ErrorCode code, String next) {
    boolean fits(String said) {
      return words.stream().anyMatch(said::contains);
    }
  }

  /** The first that fits; git prints several of these at once. */
  private static final List<Known> KNOWN =
      List.of(
          new Known(
              List.of("index.lock", ".lock': File exists", "cannot lock ref"),
              ErrorCode.GIT_LOCKED,
              "Another git is at work here. Try again when it has ended; if none runs any more,"
                  + " delete the lock file that it names."),
          new Known(
              List.of("(non-fast-forward)", "(fetch first)", "(stale info)"),
              ErrorCode.GIT_REJECTED,
              "The remote has commits that you don't have yet. Pull first, then push again."),
          new Known(
              List.of("[remote rejected]"),
              ErrorCode.GIT_REJECTED,
              "The server doesn't take this push; what it says above is its reason."),
          new Known(
              List.of("Please tell me who you are", "empty ident name", "unable to auto-detect"),
              ErrorCode.GIT_NO_IDENTITY,
              "Say who you are, in a terminal: git config --global user.name \"Your Name\" and"
                  + " git config --global user.email you@example.org"),
          new Known(
              List.of(
                  "could not read Username",
                  "could not read Password",
                  "Authentication failed",
                  "terminal prompts disabled",
                  "Permission denied (publickey",
                  "Host key verification failed",
                  "The requested URL returned error: 403"),
              ErrorCode.GIT_AUTH,
              "This session can open its own project only. For another server, set up a credential"
                  + " helper or a key in a terminal."),
          new Known(
              List.of(
                  "Automatic merge failed",
                  "CONFLICT (",
                  "could not apply",
                  "Resolve all conflicts",
                  "unmerged files",
                  "you have unmerged",
                  "You have not concluded your merge",
                  "is unmerged",
                  "needs merge",
                  "Exiting because of an unresolved conflict"),
              ErrorCode.GIT_CONFLICT,
              "Open the files under Merge Changes, decide, stage them, and commit or continue."),
          new Known(
              List.of("would be overwritten by", "Please commit your changes or stash them"),
              ErrorCode.GIT_IN_THE_WAY,
              "Commit, stash or discard these changes first."),
          new Known(
              List.of("You have unstaged changes", "Your index contains uncommitted changes"),
              ErrorCode.GIT_IN_THE_WAY,
              "Commit or stash your changes first."),
          new Known(
              List.of("nothing to commit", "no changes added to commit", "nothing added to commit"),
              ErrorCode.GIT_NOTHING,
              "Stage what is to be in the commit first."),
          new Known(
              List.of("Aborting commit due to empty commit message"),
              ErrorCode.GIT_NOTHING,
              "Write a message first."),
          new Known(
              List.of("not fully merged"),
              ErrorCode.GIT_NOT_MERGED,
              "Merge or push it first, or delete it with its commits."),
          new Known(
              List.of("not a git repository"),
              ErrorCode.GIT_NO_REPOSITORY,
              "Run git init in a terminal to make one."),
          new Known(
              List.of(
                  "Could not resolve host",
                  "Failed to connect",
                  "Couldn't connect",
                  "returned error: 5"),
              ErrorCode.GIT_FAILED,
              "The remote can't be reached from here. Check its address, or try again later."),
          new Known(
              List.of("no tracking information", "but no such ref was fetched"),
              ErrorCode.GIT_FAILED,
              "The branch has no twin on the remote yet: push it first."),
          new Known(
              List.of("No space left on device", "Disk quota exceeded"),
              ErrorCode.DISK_FULL,
              "Delete files that you don't need and try again."));

  private GitErrors() {}

  /** The outcome, if it is a success. */
  static Outcome require(String what, Outcome outcome) {
    if (!outcome.isGood()) {
      throw of(what, outcome);
    }
    return outcome;
  }

  static JoyException of(String what, Outcome outcome) {
    if (outcome.cancelled()) {
      return new JoyException(ErrorCode.GIT_CANCELLED, what + ": cancelled");
    }
    String said = outcome.errors() + "\n" + outcome.text();
    String words = words(outcome);
    return KNOWN.stream()
        .filter(known -> known.fits(said))
        .findFirst()
        .map(known ->
            new JoyException(known.code(), what + ": " + sentence(words) + "\n" + known.next()))
        .orElseGet(() ->
            new JoyException(
                ErrorCode.GIT_FAILED,
                what + ": " + (words.isEmpty() ? "git ended with " + outcome.end() : words)));
  }

  /** What it complained of; where it says nothing there (a merge, a commit), what it printed. */
  private static String words(Outcome outcome) {
    String said = chosen(outcome.errors());
    String text = said.isEmpty() ? chosen(outcome.text()) : said;
    if (outcome.text().contains("CONFLICT (")) {
      text = chosen(outcome.text());
    }
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
  }

  private static String chosen(String text) {
    List<String> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("hint:"))
            .toList();
    List<String> grave =
        lines.stream()
            .filter(line ->
                line.startsWith("fatal:")
                    || line.startsWith("error:")
                    || line.startsWith("remote:")
                    || line.startsWith("! ")
                    || line.startsWith("CONFLICT"))
            .toList();
    return (grave.isEmpty() || isList(lines) ? lines : grave)
        .stream().limit(MAX_LINES).collect(Collectors.joining("\n"));
  }

  /** The files it names stand below, in lines of their own. */
  private static boolean isList(List<String> lines) {
    return lines.stream().anyMatch(line -> line.contains("would be overwritten by"));
  }

  private static String sentence(String words) {
    return words.isEmpty() ? "git could not" : words;
  }
}
