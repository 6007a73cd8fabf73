package com.joyofhardware.agent.linux;

import java.io.IOException;

/** A system call failed. The numbers are the same on x86-64 and AArch64. */
public final class Errno extends IOException {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EEXIST = 17;
  public static final int EXDEV = 18;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int EMFILE = 24;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOSYS = 38;
  public static final int ENOTEMPTY = 39;
  public static final int ELOOP = 40;
  public static final int EDQUOT = 122;

  private final int number;

  Errno(String call, int number) {
    super(call + " failed, errno " + number);
    this.number = number;
  }

  public int number() {
    return number;
  }
}
