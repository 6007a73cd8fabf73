package com.joyofhardware.engine.local.egress;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells addresses of the internet from those of this machine and the networks around it: IANA's
 * special-purpose registries (RFC 6890 and what updates it), and IPv6 forms that carry an IPv4
 * address.
 */
final class PublicAddress {
  private PublicAddress() {}

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  /** This machine, its link (cloud metadata services live there) or a group: never a target. */
  static boolean isNear(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress();
  }

  private static boolean isPublic4(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    int c = bytes[2] & 0xff;
    boolean shared = a == 100 && b >= 64 && b < 128;
    boolean protocol = a == 192 && b == 0 && (c == 0 || c == 2);
    boolean documentation = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
    boolean benchmark = a == 198 && (b == 18 || b == 19);
    return a != 0 && a < 240 && !shared && !protocol && !documentation && !benchmark;
  }

  /**
   * Global unicast is 2000::/3; in it 2001::/23, 2001:db8::/32 and 2002::/16 (6to4) are special.
   */
  private static boolean isPublic6(byte[] bytes) {
    int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
    boolean special = (first == 0x2001 && (second < 0x200 || second == 0xdb8)) || first == 0x2002;
    return first >> 13 == 1 && !special;
  }
}
