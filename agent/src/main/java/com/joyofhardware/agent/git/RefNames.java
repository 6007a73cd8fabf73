package com.joyofhardware.agent.git;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.util.regex.Pattern;

/**
 * Names of refs and commits that clients give: none of them is an option, a range, a path in a
 * commit, or an expression that makes git compute.
 */
final class RefNames {
  /** The rules of git-check-ref-format(1), and no {@code @}-expressions. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?!-)(?!.*\\.\\.)(?!.*//)(?!.*(^|/)\\.)(?!.*\\.lock(/|$))(?!.*@\\{)(?!@$)(?!.*[./]$)"
              + "[^\\x00-\\x20\\x7f~^:?*\\[\\\\/][^\\x00-\\x20\\x7f~^:?*\\[\\\\]*");

  private static final int MAX = 250;

  private RefNames() {}

  /** A new or old branch. */
  static String branch(String name) {
    if (name.equals("HEAD") || !isName(name)) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "'" + name + "' can't be the name of a branch; use letters, digits, - and /");
    }
    return name;
  }

  /** A branch, a full ref, a commit or {@code HEAD}. */
  static String commit(String name) {
    if (!isName(name)) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "'" + name + "' is not the name of a ref or a commit");
    }
    return name;
  }

  private static boolean isName(String name) {
    return name.length() <= MAX && NAME.matcher(name).matches();
  }
}
