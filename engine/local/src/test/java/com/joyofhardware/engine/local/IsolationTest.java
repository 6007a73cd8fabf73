package com.joyofhardware.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.engine.contract.AgentProbe;
import com.joyofhardware.engine.contract.Deadline;
import com.joyofhardware.engine.local.egress.EgressPolicy;
import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Size;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody finds who looks around in a sandbox with bad intentions. */
final class IsolationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Resources SMALL = new Resources(1, 384L << 20, 150, 96L << 20);
  @TempDir private static Path folder;
  private static LocalEngine engine;
  private static Container mine;
  private static Container other;

  @BeforeAll
  static void start() throws Exception {
    engine = TestingEngine.open(folder, EgressPolicy.closed());
    mine = engine.start(TestingEngine.spec(Size.BURST, SMALL));
    other = engine.start(TestingEngine.spec(Size.BURST, SMALL));
    AgentProbe.awaitHealthy(mine.address(), PATIENCE);
    AgentProbe.awaitHealthy(other.address(), PATIENCE);
    TestingAgent.run(other, "echo secret-of-another >/workspace/file");
  }

  @AfterAll
  static void stop() throws Exception {
    if (engine != null) {
      for (Container container : engine.list()) {
        engine.stop(container.id());
      }
      engine.close();
    }
  }

  private static String run(String line) throws IOException {
    return TestingAgent.run(mine, line);
  }

  /** A line that prints "open", or why there is no connection. */
  private static String connect(String host, int port) {
    return "perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(\"%s:%d\") ? \"open\" : \"$!\"'"
        .formatted(host, port);
  }

  private static String connectTo(String socket) {
    return "perl -MIO::Socket::UNIX -e 'print IO::Socket::UNIX->new(\"%s\") ? \"open\" : \"$!\"'"
        .formatted(socket);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/shadow",
        "/proc/1/root/etc/shadow",
        "/etc/ssh",
        "/root",
        "/var/lib/postgresql",
        "/run/postgresql",
        "/var/run/docker.sock",
        "/sys/kernel",
        "/home/../root"
      })
  void theHostsOwnFilesAreNotThere(String path) throws IOException {
    assertThat(run("cat " + path + " 2>&1 || ls " + path)).contains("No such file or directory");
  }

  /** Telemetry reads them, and so does every JVM and container-aware tool. */
  @Test
  void itsOwnControlGroupsAreThereToReadAndNoOther() throws IOException {
    if (!engine.limits().memory().equals("control group")) {
      assertThat(run("ls /sys 2>&1")).contains("No such file or directory");
      return;
    }
    List<String> limits =
        run("cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes memory.max 2>/dev/null")
            .lines()
            .toList();
    assertThat(limits).containsExactly(Long.toString(SMALL.memory()));
    if (engine.limits().cpu().equals("control group")) {
      assertThat(run("cd /sys/fs/cgroup; cat cpu*/cpu.shares cpu.weight 2>/dev/null").lines())
          .as("what else runs here goes first")
          .containsAnyOf("512", "50");
    }
    assertThat(run("find /sys/fs/cgroup -name 'joy*'; ls /sys")).isEqualTo("fs\n");
    assertThat(run("find /sys/fs/cgroup -writable")).isEmpty();
  }

  @Test
  void neitherTheDataFolderNorAnothersWorkspaceIsThere() throws IOException {
    assertThat(run("ls " + folder.resolve("data"))).contains("No such file or directory");
    assertThat(run("cat " + other.dir().resolve("workspace/file"))).contains("No such file");
    assertThat(
            run("grep -r secret-of-another / --exclude-dir=proc --exclude-dir=usr -l 2>/dev/null"))
        .isEmpty();
  }

  @Test
  void theHostsLoopbackIsOutOfReach() throws IOException {
    try (ServerSocket privatePort = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(run(connect("127.0.0.1", privatePort.getLocalPort())))
          .isEqualTo("Connection refused");
    }
  }

  /** It listens on loopback, and for everybody of the machine on a socket in /tmp or /run. */
  @Test
  void postgresqlIsOutOfReach() throws Exception {
    try (ServerSocket port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ServerSocketChannel local = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path socket = Path.of("/tmp/.s.PGSQL." + port.getLocalPort());
      local.bind(UnixDomainSocketAddress.of(socket));
      try {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(run(connect("127.0.0.1", port.getLocalPort()))).isEqualTo("Connection refused");
        assertThat(run(connect("localhost", port.getLocalPort()))).isEqualTo("Connection refused");
        assertThat(run(connectTo(socket.toString()))).isEqualTo("No such file or directory");
      } finally {
        Files.delete(socket);
      }
    }
  }

  @Test
  void thereIsNoNetworkBesidesItsOwnLoopback() throws IOException {
    assertThat(run("tail -n +3 /proc/net/dev | cut -d: -f1").strip()).isEqualTo("lo");
    assertThat(run(connect("169.254.169.254", 80))).isEqualTo("Network is unreachable");
  }

  @Test
  void anothersAgentIsOutOfReach() throws IOException {
    String socket = ((AgentAddress.Unix) other.address()).path();
    assertThat(run(connectTo(socket))).isEqualTo("No such file or directory");
    assertThat(run("find /run -type s"))
        .isEqualTo("/run/joy/agent/agent.sock\n/run/joy/egress/egress.sock\n");
  }

  @Test
  void noProcessOfASandboxIsRootOrHasACapability() throws IOException {
    ProcessHandle first = ProcessHandle.of(mine.pid()).orElseThrow();
    List<Long> pids =
        Stream.concat(Stream.of(first), first.descendants()).map(ProcessHandle::pid).toList();
    List<List<String>> running = new ArrayList<>();
    for (long pid : pids) {
      status(pid).ifPresent(running::add);
    }
    assertThat(running).hasSizeGreaterThan(1);
    for (List<String> status : running) {
      String uids = line(status, "Uid:");
      assertThat(uids.split("\t", -1)).doesNotContain("0").doesNotContain(ourUid());
      assertThat(line(status, "Groups:")).isBlank();
      assertThat(line(status, "CapEff:")).isEqualTo("0000000000000000");
      assertThat(line(status, "CapBnd:")).isEqualTo("0000000000000000");
      assertThat(line(status, "NoNewPrivs:")).isEqualTo("1");
    }
  }

  /** Empty for a process that ended since it was listed. */
  private static Optional<List<String>> status(long pid) throws IOException {
    try {
      return Optional.of(Files.readAllLines(Path.of("/proc/" + pid + "/status")));
    } catch (IOException e) {
      if (ProcessHandle.of(pid).isPresent()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static String line(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  private static String ourUid() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
  }

  @Test
  void twoSandboxesHaveDifferentUids() throws IOException {
    assertThat(Files.getAttribute(mine.dir().resolve("workspace"), "unix:uid"))
        .isNotEqualTo(Files.getAttribute(other.dir().resolve("workspace"), "unix:uid"));
  }

  @Test
  void moreNamespacesCantBeMade() throws IOException {
    assertThat(run("unshare --user --map-root-user id 2>&1")).doesNotContain("uid=0");
  }

  /** AF_VSOCK leads to the host of a virtual machine, AF_ALG and AF_PACKET into the kernel. */
  @ParameterizedTest
  @ValueSource(ints = {40, 38, 17, 44})
  void socketsThatKnowNoNetworkNamespaceCantBeMade(int family) throws IOException {
    assertThat(run("perl -e 'socket(S, %d, 1, 0) ? print 1 : print $!' 2>&1".formatted(family)))
        .isEqualTo("Address family not supported by protocol");
  }

  @Test
  void kernelKeysAreOutOfReach() throws IOException {
    int addKey = System.getProperty("os.arch").equals("aarch64") ? 217 : 248;
    assertThat(run("perl -e 'print syscall(%d, 0, 0, 0, 0, 0), $!' 2>&1".formatted(addKey)))
        .isEqualTo("-1Function not implemented");
  }

  @Test
  void theEnvironmentHoldsNothingOfOurs() throws IOException {
    assertThat(run("tr '\\0' '\\n' </proc/1/environ | cut -d= -f1 | sort | tr '\\n' ' '"))
        .isEqualTo("HOME LANG LOGNAME PATH PWD SHELL TZ USER ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/usr", "/etc", "/dev", "/opt/joy/agent", "/run/joy/egress"})
  void whatIsNotTheirsIsReadOnly(String path) throws IOException {
    assertThat(run("touch " + path + "/file 2>&1")).contains("Read-only file system");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/tmp", "/dev/shm", "/run", "/run/joy/agent", "/home/joy", "/var/lib/joy"})
  void whatIsTheirsHasAnEnd(String path) throws IOException {
    String file = path + "/big";
    assertThat(run("head -c 400000000 /dev/zero >" + file + "; rm -f " + file))
        .containsAnyOf(
            "No space left on device", "Read-only file system", "File size limit exceeded");
  }

  /** But for the pipe on which the supervisor hears of new agents. */
  @Test
  void noOpenFileLeadsToTheHost() throws IOException {
    assertThat(run("for f in /proc/1/fd/*; do readlink $f; done").lines())
        .filteredOn(file -> !file.endsWith("/events"))
        .containsOnly("/dev/null", "/opt/joy/init.sh", "/var/lib/joy/agent.log");
  }

  @Test
  void aSocketThatIsALinkIsNotFollowed() throws Exception {
    Path hosts = folder.resolve("hosts.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(hosts));
      Files.setPosixFilePermissions(hosts, PosixFilePermissions.fromString("rw-rw-rw-"));
      server.configureBlocking(false);
      run("ln -sf " + hosts + " /run/joy/agent/agent.sock; echo started >/proc/1/fd/4");
      Path published = Path.of(((AgentAddress.Unix) mine.address()).path());
      assertThat(Files.isSymbolicLink(published)).isFalse();
      assertThat(AgentProbe.healthy(mine.address())).isTrue();
      assertThat(server.accept()).isNull();
    }
    run("rm -f /run/joy/agent/agent.sock");
  }

  @Test
  void anAgentThatDiesIsStartedAgain() throws Exception {
    TestingAgent.run(other, "echo kept >/workspace/kept");
    try {
      TestingAgent.run(other, "kill -9 $(pgrep java)");
    } catch (IOException cut) {
      assertThat(cut).hasMessageContaining("no answer");
    }
    Deadline.await(PATIENCE, "agent", () -> AgentProbe.healthy(other.address()));
    assertThat(TestingAgent.run(other, "cat /workspace/kept")).isEqualTo("kept\n");
    assertThat(engine.list()).contains(other);
  }

  @Test
  void theWayOutIsServedAgainByTheNextEngine() throws Exception {
    String ask =
        "perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(\"/run/joy/egress/egress.sock\") or die;"
            + " print $s \"GET http://example.org/ HTTP/1.1\\r\\n\\r\\n\"; print <$s>'";
    assertThat(run(ask)).startsWith("HTTP/1.1 403 ");
    try (LocalEngine next = TestingEngine.open(folder, EgressPolicy.closed())) {
      assertThat(run(ask)).startsWith("HTTP/1.1 403 ").contains("nothing is allowed");
    }
    engine.close();
    engine = TestingEngine.open(folder, EgressPolicy.closed());
    assertThat(run(ask)).startsWith("HTTP/1.1 403 ");
  }
}
