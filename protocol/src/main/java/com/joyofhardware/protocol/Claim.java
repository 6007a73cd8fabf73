package com.joyofhardware.protocol;

/**
 * The fence of a container's ownership, ordered by epoch, then n; on every wire the string {@code
 * "epoch.n"}. A restore or fail-over of the master raises the epoch, every claim raises n.
 */
public record Claim(long epoch, long n) implements Comparable<Claim> {
  public Claim {
    if (epoch < 0 || n < 0) {
      throw new IllegalArgumentException("a claim has no negative part: " + epoch + "." + n);
    }
  }

  public static Claim parse(String text) {
    int dot = text.indexOf('.');
    try {
      return new Claim(
          Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("not a claim: '" + text + "'; it reads epoch.n", e);
    }
  }

  public boolean isNewerThan(Claim other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Claim other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(n, other.n);
  }

  @Override
  public String toString() {
    return epoch + "." + n;
  }
}
