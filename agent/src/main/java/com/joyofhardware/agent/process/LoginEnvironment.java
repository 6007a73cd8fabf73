package com.joyofhardware.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a terminal, for commands without one: what a login shell makes of it, so that
 * a tool on PATH there is on PATH here. Running each command inside a login shell was rejected: a
 * profile that prints or reads would break into the command's own bytes. The shell is asked again
 * when a profile file changed. Blocking.
 */
public final class LoginEnvironment {
  private static final System.Logger LOG = System.getLogger(LoginEnvironment.class.getName());
  private static final long SHELL_SECONDS = 5;
  private static final String BEGIN = "joy-environment-begins";

  private final SessionEnvironment environment;
  private @Nullable Resolved cached;

  public LoginEnvironment(SessionEnvironment environment) {
    this.environment = environment;
  }

  private record Resolved(List<Object> key, Map<String, String> env) {}

  /** A new map. */
  public synchronized Map<String, String> resolve() {
    Map<String, String> before = environment.forPipes();
    List<Object> key = key(before);
    Resolved known = cached;
    if (known == null || !known.key().equals(key)) {
      known = new Resolved(key, ask(before));
      cached = known;
    }
    return new TreeMap<>(known.env());
  }

  private static List<Object> key(Map<String, String> before) {
    List<Object> key = new ArrayList<>(List.of(before));
    Path home = Path.of(before.getOrDefault("HOME", "/"));
    for (Path file :
        List.of(
            Path.of("/etc/profile"),
            Path.of("/etc/profile.d"),
            home.resolve(".bash_profile"),
            home.resolve(".bash_login"),
            home.resolve(".profile"),
            home.resolve(".nix-profile"))) {
      try {
        key.add(Files.getLastModifiedTime(file));
      } catch (IOException e) {
        key.add("none");
      }
    }
    return key;
  }

  /** A profile that fails, hangs or changes nothing leaves what was there before. */
  private Map<String, String> ask(Map<String, String> before) {
    ProcessBuilder builder =
        new ProcessBuilder(
            environment.shell(), "-l", "-c", "printf '\\0" + BEGIN + "\\0'; exec env -0");
    builder.environment().clear();
    builder.environment().putAll(before);
    builder.directory(environment.workspace().toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    try {
      Process shell = builder.start();
      Thread guard =
          Thread.startVirtualThread(() -> {
            if (!endsInTime(shell)) {
              shell.destroyForcibly();
            }
          });
      try (InputStream output = shell.getInputStream()) {
        return parse(output.readAllBytes(), before);
      } finally {
        guard.interrupt();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the login shell gave no environment", e);
      return before;
    }
  }

  private static boolean endsInTime(Process shell) {
    try {
      return shell.waitFor(SHELL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  static Map<String, String> parse(byte[] output, Map<String, String> before) {
    String text = new String(output, StandardCharsets.UTF_8);
    int begin = text.indexOf("\0" + BEGIN + "\0");
    if (begin < 0) {
      LOG.log(System.Logger.Level.WARNING, "the login shell ended before it gave its environment");
      return before;
    }
    Map<String, String> env = new TreeMap<>();
    for (String line : text.substring(begin + BEGIN.length() + 2).split("\0", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        env.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    List.of("_", "SHLVL", "PWD", "OLDPWD").forEach(env::remove);
    return env;
  }
}
