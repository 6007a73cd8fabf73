package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The parts of a commit that lead on. */
record CommitText(ObjectId tree, List<ObjectId> parents) {
  CommitText {
    parents = List.copyOf(parents);
  }

  static CommitText parse(byte[] content) throws IOException {
    List<ObjectId> parents = new ArrayList<>();
    ObjectId tree = null;
    for (String line : RawName.of(content).split("\n", -1)) {
      if (line.startsWith("tree ")) {
        tree = ObjectId.parse(line.substring("tree ".length()));
      } else if (line.startsWith("parent ")) {
        parents.add(ObjectId.parse(line.substring("parent ".length())));
      } else {
        break;
      }
    }
    if (tree == null) {
      throw new IOException("a commit has no tree");
    }
    return new CommitText(tree, parents);
  }
}
