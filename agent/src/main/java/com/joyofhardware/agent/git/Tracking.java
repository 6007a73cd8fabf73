package com.joyofhardware.agent.git;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the branch that is checked out comes from and goes to, by the repository's settings. */
record Tracking(String branch, List<String> remotes, Map<String, String> config) {
  private static final String KEYS =
      "^(branch\\..*\\.(remote|merge|pushremote|rebase)|remote\\.pushdefault|pull\\.(rebase|ff))$";

  static Tracking read(GitRunner git) {
    Outcome head = git.look(GitCall.of("symbolic-ref", "--quiet", "HEAD"));
    String ref = head.text().strip();
    if (head.exit() == 1 || (head.isGood() && !ref.startsWith("refs/heads/"))) {
      throw new JoyException(
          ErrorCode.GIT_FAILED,
          "You are on no branch, but on a commit. Create a branch here first, or switch to one.");
    }
    GitErrors.require("The branch can't be read", head);
    Map<String, String> config = new HashMap<>();
    // exits with 1 when there is none
    String settings = git.look(GitCall.of("config", "-z", "--get-regexp", KEYS)).text();
    for (String setting : settings.split("\0", -1)) {
      int end = setting.indexOf('\n');
      if (end > 0) {
        config.put(setting.substring(0, end), setting.substring(end + 1));
      }
    }
    List<String> remotes =
        git.read("The remotes can't be read", GitCall.of("remote")).lines().toList();
    return new Tracking(ref.substring("refs/heads/".length()), remotes, config);
  }

  private Optional<String> ofBranch(String key) {
    return Optional.ofNullable(config.get("branch." + branch + "." + key));
  }

  boolean saysHowToPull() {
    return config.containsKey("pull.rebase")
        || config.containsKey("pull.ff")
        || ofBranch("rebase").isPresent();
  }

  /** The remote that a push goes to. */
  String pushRemote() {
    return ofBranch("pushremote")
        .or(() -> Optional.ofNullable(config.get("remote.pushdefault")))
        .or(this::upstreamRemote)
        .or(() -> remotes.stream().filter("origin"::equals).findFirst())
        .or(() -> remotes.size() == 1 ? Optional.of(remotes.getFirst()) : Optional.empty())
        .orElseThrow(() ->
            new JoyException(
                ErrorCode.GIT_FAILED,
                remotes.isEmpty()
                    ? "This repository has no remote to push to. Add one in a terminal: git remote"
                        + " add origin ADDRESS"
                    : "This repository has several remotes and none is called origin. Say which in a"
                        + " terminal: git push -u REMOTE HEAD"));
  }

  /** The branch there that this one follows. */
  Optional<String> merge() {
    return upstreamRemote().filter(pushRemote()::equals).flatMap(remote -> ofBranch("merge"));
  }

  /** A dot says that it follows a local branch. */
  private Optional<String> upstreamRemote() {
    return ofBranch("remote").filter(name -> !name.equals("."));
  }
}
