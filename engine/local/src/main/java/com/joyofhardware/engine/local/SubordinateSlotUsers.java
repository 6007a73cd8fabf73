package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.EngineException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Without root: uids of the user's range in {@code /etc/subuid}, mapped by {@code newuidmap} into a
 * user namespace in which the supervisor is root.
 *
 * @param firstHost host uid of the slot that the supervisor knows as 1
 */
record SubordinateSlotUsers(int firstHost, int count) implements SlotUsers {
  private static final List<String> ELEVATION =
      List.of("unshare", "--user", "--map-auto", "--map-root-user", "--");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Asks the kernel which uids a namespace of this user's gets. */
  static SubordinateSlotUsers ofCurrentUser(int atMost) throws EngineException {
    String map;
    try {
      map = Commands.run(Path.of("/"), elevated(List.of("cat", "/proc/self/uid_map")));
    } catch (EngineException e) {
      throw new UnusableMachineException(
          "sandboxes need host uids of their own, and "
              + user()
              + " has none ("
              + e.getMessage()
              + "); run as root: apt-get install uidmap && usermod --add-subuids 300000-365535"
              + " --add-subgids 300000-365535 "
              + user());
    }
    for (String line : map.lines().toList()) {
      String[] fields = BLANKS.split(line.strip(), -1);
      if (fields[0].equals("1")) {
        return new SubordinateSlotUsers(
            Integer.parseInt(fields[1]), Math.min(atMost, Integer.parseInt(fields[2])));
      }
    }
    throw new UnusableMachineException(
        "a user namespace of "
            + user()
            + " has no subordinate uids: '"
            + map.strip()
            + "'; run as root: usermod --add-subuids 300000-365535 --add-subgids 300000-365535 "
            + user());
  }

  private static List<String> elevated(List<String> command) {
    return Stream.concat(ELEVATION.stream(), command.stream()).toList();
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  @Override
  public Stream<Slot> slots() {
    return IntStream.rangeClosed(1, count).mapToObj(n -> slot(firstHost + n - 1));
  }

  @Override
  public Slot slot(int host) {
    return new Slot(host, host - firstHost + 1);
  }

  @Override
  public List<String> elevation() {
    return ELEVATION;
  }

  /** By host name: a home folder may be on a network, uids in use are a machine's own matter. */
  @Override
  public Path locks() {
    return Path.of(System.getProperty("user.home"), ".local/state/joy/slots", hostName());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
