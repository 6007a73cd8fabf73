package com.joyofhardware.agent.git;

import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Git;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Lists, makes, switches, renames and deletes branches. */
final class Branches {
  private static final String FORMAT =
      String.join(
          "%00",
          "%(refname)",
          "%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)",
          "%(upstream:short)",
          "%(HEAD)",
          "%(creatordate:unix)",
          "%(symref)",
          "%(subject)");
  private static final int FIELDS = 7;

  private final GitRunner git;

  Branches(GitRunner git) {
    this.git = git;
  }

  Git.Branches list() {
    String output =
        git.read(
            "The branches can't be listed",
            GitCall.of(
                "for-each-ref",
                "--format=" + FORMAT,
                "--sort=-creatordate",
                "--count=" + (Limits.MAX_GIT_REFS + 1),
                "refs/heads",
                "refs/remotes",
                "refs/tags"));
    List<Git.Ref> refs = new ArrayList<>();
    int count = 0;
    for (String line : output.split("\n", -1)) {
      String[] fields = line.split("\0", -1);
      if (fields.length < FIELDS) {
        continue;
      }
      count++;
      // origin/HEAD is only another name of a branch
      if (fields[5].isEmpty() && refs.size() < Limits.MAX_GIT_REFS) {
        refs.add(ref(fields));
      }
    }
    return new Git.Branches(refs, count > Limits.MAX_GIT_REFS);
  }

  private static Git.Ref ref(String[] fields) {
    String ref = fields[0];
    long seconds = fields[4].isEmpty() ? 0 : Long.parseLong(fields[4]);
    return new Git.Ref(
        ref,
        ref.substring(ref.indexOf('/', "refs/".length()) + 1),
        fields[1],
        fields[2].isEmpty() ? null : fields[2],
        fields[3].equals("*"),
        TimeUnit.SECONDS.toMillis(seconds),
        fields[6]);
  }

  void switchTo(Git.Switch to) {
    String create = to.create();
    List<String> args = new ArrayList<>(List.of("switch", "--quiet"));
    if (create != null) {
      args.add(to.track() ? "--track" : "--no-track");
      args.add("--create");
      args.add(RefNames.branch(create));
      args.add(RefNames.commit(to.to()));
    } else if (to.detach()) {
      args.add("--detach");
      args.add(RefNames.commit(to.to()));
    } else {
      args.add("--no-guess");
      args.add(RefNames.branch(to.to()));
    }
    git.write("Switching failed", GitCall.of(args));
  }

  void rename(Git.RenameBranch rename) {
    git.write(
        "Renaming the branch failed",
        GitCall.of(
            "branch",
            "--move",
            "--",
            RefNames.branch(rename.from()),
            RefNames.branch(rename.to())));
  }

  void delete(Git.DeleteBranch delete) {
    List<String> args = new ArrayList<>(List.of("branch", "--delete", "--quiet"));
    if (delete.force()) {
      args.add("--force");
    }
    args.addAll(List.of("--", RefNames.branch(delete.name())));
    git.write("Deleting the branch failed", GitCall.of(args));
  }
}
