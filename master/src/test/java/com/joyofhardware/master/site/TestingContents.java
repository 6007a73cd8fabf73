package com.joyofhardware.master.site;

import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.RepositoryContents;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.rest.Contents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The same two files in every project: one that would like to be a page, and some bytes. */
final class TestingContents implements RepositoryContents {
  static final String PAGE = "<script>alert(document.cookie)</script>";
  static final String ID = "a".repeat(40);

  @Override
  public Contents.Refs refs(Project project) {
    return new Contents.Refs("main", List.of(new Contents.Ref("main", ID)), List.of(), false);
  }

  @Override
  public Contents.Commits commits(Project project, String ref, String path, int limit) {
    Contents.Commit commit = new Contents.Commit(ID, "Start", "Ada", Instant.EPOCH);
    return new Contents.Commits(List.of(commit), false);
  }

  @Override
  public Contents.Tree tree(Project project, String ref, String path) {
    Contents.Entry page = new Contents.Entry("page.html", Contents.Kind.FILE, 39L, ID);
    return new Contents.Tree(ID, path, List.of(page), false);
  }

  @Override
  public Contents.Blob blob(Project project, String ref, String path) {
    require(path);
    return new Contents.Blob(ID, path, Contents.Kind.FILE, ID, PAGE.length(), PAGE);
  }

  @Override
  public void raw(Project project, String ref, String path, Sink sink) throws IOException {
    require(path);
    byte[] bytes = PAGE.getBytes(StandardCharsets.UTF_8);
    OutputStream out = sink.begin(ID, bytes.length, path.equals("page.html"));
    if (out != null) {
      out.write(bytes);
    }
  }

  private static void require(String path) {
    if (!path.equals("page.html") && !path.equals("bytes")) {
      throw new JoyException(ErrorCode.NOT_FOUND, "there is no '" + path + "'");
    }
  }
}
