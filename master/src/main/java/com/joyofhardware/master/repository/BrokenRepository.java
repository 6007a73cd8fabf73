package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;

/** Says in one sentence what is wrong with a repository, and what to do. */
final class BrokenRepository {
  private BrokenRepository() {}

  static JoyException of(Project project, String wrong, String remedy) {
    return new JoyException(ErrorCode.REPOSITORY_BROKEN, message(project, wrong, remedy));
  }

  static JoyException of(Project project, String wrong, String remedy, Throwable cause) {
    return new JoyException(ErrorCode.REPOSITORY_BROKEN, message(project, wrong, remedy), cause);
  }

  private static String message(Project project, String wrong, String remedy) {
    return "the repository of " + project.ref() + " is broken: " + wrong + "; " + remedy;
  }
}
