package com.joyofhardware.agent.git;

import com.joyofhardware.protocol.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What git is asked to do.
 *
 * @param args what follows "git"; what a client named comes after {@code --} or is validated
 * @param input what it reads; a list of paths is given so, for no argument list is long enough
 * @param limit of its output; it is ended when there is more
 * @param lines told of the lines of its standard error as they come, progress too
 */
record GitCall(List<String> args, String input, int limit, Consumer<String> lines) {
  /** Not for all: {@code git stash} fails to clean up under it. */
  static final String LITERAL = "--literal-pathspecs";

  GitCall {
    args = List.copyOf(args);
  }

  static GitCall of(String... args) {
    return of(List.of(args));
  }

  static GitCall of(List<String> args) {
    return new GitCall(args, "", Limits.MAX_GIT_OUTPUT, line -> {});
  }

  /** Adds paths, as they are: a star in a name is a star. */
  GitCall withPaths(List<String> paths) {
    List<String> all = new ArrayList<>(args);
    all.addFirst(LITERAL);
    all.add("--pathspec-from-file=-");
    all.add("--pathspec-file-nul");
    return new GitCall(all, String.join("\0", paths), limit, lines);
  }

  GitCall withInput(String text) {
    return new GitCall(args, text, limit, lines);
  }

  GitCall withLimit(int bytes) {
    return new GitCall(args, input, bytes, lines);
  }

  GitCall withLines(Consumer<String> listener) {
    return new GitCall(args, input, limit, listener);
  }

  /** Paths and messages are people's own: they stay out of logs. */
  @Override
  public String toString() {
    return "GitCall[" + args.size() + " arguments]";
  }
}
