package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what is wrong with a repository, and what to do. */
final class BrokenRepository {
  private BrokenRepository() {}

  static JoyException of(Project project, String wrong, String remedy) {
    return of(project, wrong, remedy, null);
  }

  static JoyException of(Project project, String wrong, String remedy, @Nullable Throwable cause) {
    String message = "the repository of " + project.ref() + " is broken: " + wrong + "; " + remedy;
    return cause == null
        ? new JoyException(ErrorCode.REPOSITORY_BROKEN, message)
        : new JoyException(ErrorCode.REPOSITORY_BROKEN, message, cause);
  }

  static JoyException unreadableHead(Project project, @Nullable Throwable cause) {
    return of(
        project,
        "its HEAD is missing or unreadable",
        "an administrator can set it: git symbolic-ref HEAD refs/heads/main in repositories/"
            + project.id()
            + ".git",
        cause);
  }
}
