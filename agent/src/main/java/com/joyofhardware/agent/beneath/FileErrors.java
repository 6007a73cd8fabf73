package com.joyofhardware.agent.beneath;

import com.joyofhardware.agent.linux.Errno;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;

/** What a client is told when the kernel says no. */
final class FileErrors {
  private FileErrors() {}

  static JoyException of(Errno e, String path) {
    String what = "'" + path + "'";
    return switch (e.number()) {
      case Errno.ENOENT -> error(ErrorCode.FILE_NOT_FOUND, "there is no " + what, e);
      case Errno.EEXIST -> error(ErrorCode.FILE_EXISTS, what + " is there already", e);
      case Errno.ENOTDIR ->
          error(ErrorCode.FILE_NOT_FOLDER, "a part of " + what + " is not a folder", e);
      case Errno.EISDIR -> error(ErrorCode.FILE_IS_FOLDER, what + " is a folder", e);
      case Errno.ELOOP, Errno.EXDEV ->
          error(
              ErrorCode.FILE_OUTSIDE,
              what + " leads through a symbolic link, which is not followed; name its target",
              e);
      case Errno.EACCES, Errno.EPERM ->
          error(ErrorCode.FILE_NO_PERMISSION, "the permissions of " + what + " don't allow it", e);
      case Errno.EROFS -> error(ErrorCode.FILE_READ_ONLY, what + " can only be read", e);
      case Errno.ENOTEMPTY ->
          error(ErrorCode.FOLDER_NOT_EMPTY, what + " is not empty; delete it with its content", e);
      case Errno.ENOSPC, Errno.EDQUOT ->
          error(
              ErrorCode.DISK_FULL,
              "the disk is full, " + what + " is as it was; delete something and try again",
              e);
      case Errno.ENAMETOOLONG ->
          error(ErrorCode.BAD_REQUEST, "a name in " + what + " is too long", e);
      case Errno.EINVAL ->
          error(ErrorCode.BAD_REQUEST, what + " can't be moved or copied into itself", e);
      case Errno.EMFILE ->
          error(ErrorCode.LIMIT_REACHED, "too many files are open; close some and try again", e);
      default -> error(ErrorCode.INTERNAL, "the kernel refused " + what + ": " + e.getMessage(), e);
    };
  }

  private static JoyException error(ErrorCode code, String message, Errno cause) {
    return new JoyException(code, message, cause);
  }
}
