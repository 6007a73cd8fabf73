package com.joyofhardware.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.protocol.statement.StatementVerifier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as it is started in a container, in a process of its own. */
class IdleMemoryTest {
  private static final int MAX_IDLE_KIB = 70_000_000 / 1024;

  /** The JVM gives back what the rehearsal took within {@code TrimNativeHeapInterval}, 5 s. */
  private static final Duration UNTIL_IDLE = Duration.ofSeconds(25);

  @TempDir Path folder;

  @Test
  void aWarmAgentIsSmall() throws Exception {
    Process agent = start();
    try {
      assertThat(firstLine(agent)).startsWith("listening on ");

      assertThat(idleKib(agent)).isLessThan(MAX_IDLE_KIB);
    } finally {
      agent.destroy();
      agent.waitFor();
    }
  }

  private Process start() throws Exception {
    String key =
        StatementVerifier.encode(
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "@agent.jvmopts",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--listen",
            "unix:" + folder.resolve("agent.sock"),
            "--container",
            "abcdefgh23456789",
            "--cluster-key",
            key,
            "--workspace",
            Files.createDirectory(folder.resolve("workspace")).toString(),
            "--home",
            Files.createDirectory(folder.resolve("home")).toString(),
            "--state",
            Files.createDirectory(folder.resolve("state")).toString());
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String firstLine(Process agent) throws Exception {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(agent.getInputStream(), StandardCharsets.UTF_8));
    return String.valueOf(out.readLine());
  }

  /** What it holds once it has given back; the last reading where it never gets below the bound. */
  private static int idleKib(Process agent) throws Exception {
    long end = System.nanoTime() + UNTIL_IDLE.toNanos();
    int resident = residentKib(agent);
    while (resident >= MAX_IDLE_KIB && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      resident = residentKib(agent);
    }
    return resident;
  }

  private static int residentKib(Process agent) throws Exception {
    List<String> status = Files.readAllLines(Path.of("/proc/" + agent.pid() + "/status"));
    String line = status.stream().filter(one -> one.startsWith("VmRSS:")).findFirst().orElseThrow();
    return Integer.parseInt(line.replaceAll("\\D", ""));
  }
}
