package com.joyofhardware.agent.ports;

import com.joyofhardware.protocol.agent.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds what listens, in /proc/net/tcp and tcp6 (proc_net(5)), and whose it is. */
final class ListeningSockets {
  private static final String LISTEN = "0A";
  private static final Path PROC = Path.of("/proc");

  private ListeningSockets() {}

  /** A socket that listens; the inode tells it from an earlier one on the same port. */
  record Listener(int port, String address, long inode) {}

  /** Both families, by port. */
  static List<Listener> all() throws IOException {
    List<Listener> found = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = PROC.resolve("net").resolve(table);
      if (Files.isReadable(file)) {
        found.addAll(parse(Files.readAllLines(file)));
      }
    }
    found.sort(Comparator.comparingInt(Listener::port).thenComparing(Listener::address));
    return found;
  }

  static List<Listener> parse(List<String> lines) throws UnknownHostException {
    List<Listener> found = new ArrayList<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      List<String> fields = List.of(line.trim().split("\\s+", -1));
      if (fields.size() > 9 && fields.get(3).equals(LISTEN)) {
        String local = fields.get(1);
        int colon = local.indexOf(':');
        found.add(
            new Listener(
                Integer.parseInt(local.substring(colon + 1), 16),
                address(local.substring(0, colon)),
                Long.parseLong(fields.get(9))));
      }
    }
    return found;
  }

  /** Words of four bytes, each in the machine's order, which is little-endian on all we run on. */
  private static String address(String hex) throws UnknownHostException {
    byte[] words = HexFormat.of().parseHex(hex);
    byte[] address = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      address[i] = words[i / 4 * 4 + 3 - i % 4];
    }
    return InetAddress.getByAddress(address).getHostAddress();
  }

  /**
   * With the processes that hold them; those of other users are not seen, the agent's own are left
   * out. One port appears once, whatever addresses it is bound to.
   */
  static List<Ports.Listening> withOwners(List<Listener> listeners) throws IOException {
    Map<Long, Listener> byInode = new HashMap<>();
    listeners.forEach(each -> byInode.put(each.inode(), each));
    Map<Integer, Ports.Listening> byPort = new TreeMap<>();
    long self = ProcessHandle.current().pid();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid != self) {
          for (long inode : sockets(process)) {
            Listener held = byInode.get(inode);
            if (held != null) {
              byPort.putIfAbsent(
                  held.port(),
                  new Ports.Listening(held.port(), held.address(), pid, command(process)));
            }
          }
        }
      }
    }
    return List.copyOf(byPort.values());
  }

  private static List<Long> sockets(Path process) {
    List<Long> inodes = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(Long.parseLong(target.substring(8, target.length() - 1)));
        }
      }
    } catch (IOException e) {
      return inodes; // ended meanwhile, or another user's
    }
    return inodes;
  }

  private static String command(Path process) {
    try {
      return Files.readString(process.resolve("comm")).trim();
    } catch (IOException e) {
      return "";
    }
  }
}
