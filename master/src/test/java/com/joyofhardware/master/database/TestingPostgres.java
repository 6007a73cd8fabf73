package com.joyofhardware.master.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL server of the tests' own, one a JVM, from the machine's programs. A shell stands
 * between: it sees its input end when this JVM is gone, however it went, and then stops the server
 * and removes the folder.
 */
public final class TestingPostgres implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String USER = "joy";

  /** $1 programs, $2 folder, $3 port, then the words that run a command as another user. */
  private static final String KEEPER =
      """
      bin=$1; dir=$2; port=$3; shift 3
      cd "$dir" || exit 1
      trap 'rm -rf "$dir"' EXIT
      trap '' INT TERM HUP
      "$@" "$bin/initdb" -D "$dir/data" -U joy -E UTF8 --locale=C --no-sync \
        --auth=scram-sha-256 --pwfile="$dir/password" </dev/null || exit 1
      "$@" "$bin/postgres" -D "$dir/data" -p "$port" -k "$dir" -h 127.0.0.1 \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=16MB \
        -c max_connections=200 -c autovacuum=off </dev/null &
      server=$!
      cat >/dev/null
      kill -INT $server
      wait $server
      """;

  private final Process keeper;
  private final int port;
  private final String password;
  private final AtomicInteger databases = new AtomicInteger();

  private TestingPostgres(Process keeper, int port, String password) {
    this.keeper = keeper;
    this.port = port;
    this.password = password;
  }

  /** Why there can be none here; empty when there can. */
  public static Optional<String> missing() {
    if (programs().isEmpty()) {
      return Optional.of("skipped: no PostgreSQL server here (apt-get install postgresql)");
    }
    if (isRoot() && !Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
      return Optional.of("skipped: PostgreSQL won't run as root, and setpriv (util-linux) is gone");
    }
    return Optional.empty();
  }

  /** The server of this JVM, started at the first call and stopped after the last test. */
  public static TestingPostgres of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(TestingPostgres.class))
        .computeIfAbsent(
            TestingPostgres.class, _ -> TestingPostgres.start(), TestingPostgres.class);
  }

  /** The URL of a new, empty database. */
  public String newDatabase() {
    String name = "joy" + databases.incrementAndGet();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("can't make a database", e);
    }
    return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(USER, password, port, name);
  }

  private static TestingPostgres start() {
    try {
      Path folder = Files.createTempDirectory("joy-postgres-");
      String password = UUID.randomUUID().toString();
      Files.writeString(folder.resolve("password"), password);
      List<String> asUser = new ArrayList<>();
      if (isRoot()) {
        asUser.addAll(
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
        handTo("nobody", folder);
      } else {
        asUser.add("env");
      }
      int port = freePort();
      List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", KEEPER, "keeper"));
      command.addAll(
          List.of(programs().orElseThrow().toString(), folder.toString(), String.valueOf(port)));
      command.addAll(asUser);
      Path log = Files.createTempFile("joy-postgres-", ".log");
      Process keeper =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      TestingPostgres server = new TestingPostgres(keeper, port, password);
      try {
        server.awaitReady();
      } catch (IllegalStateException e) {
        server.close();
        throw new IllegalStateException(e.getMessage() + "\n" + Files.readString(log), e);
      } finally {
        Files.delete(log);
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("can't start PostgreSQL", e);
    }
  }

  private void awaitReady() {
    Instant deadline = Instant.now().plus(START);
    while (true) {
      try (Connection connection = connect("postgres")) {
        return;
      } catch (SQLException e) {
        if (!keeper.isAlive() || Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("PostgreSQL doesn't answer on port " + port, e);
        }
      }
      await(20);
    }
  }

  private void await(long millis) {
    try {
      keeper.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL started", e);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, password);
  }

  @Override
  public void close() {
    try {
      keeper.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await(TimeUnit.SECONDS.toMillis(20));
    if (keeper.isAlive()) {
      throw new IllegalStateException("PostgreSQL doesn't stop: pid " + keeper.pid());
    }
  }

  private static void handTo(String user, Path folder) throws IOException {
    var owner = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
    Files.setOwner(folder, owner);
    Files.setOwner(folder.resolve("password"), owner);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** The newest version under Debian's folder, else what is on the path. */
  private static Optional<Path> programs() {
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        Optional<Path> newest =
            versions
                .map(version -> version.resolve("bin"))
                .filter(TestingPostgres::isComplete)
                .max((a, b) -> Integer.compare(version(a), version(b)));
        if (newest.isPresent()) {
          return newest;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(Path::of)
        .filter(TestingPostgres::isComplete)
        .findFirst();
  }

  private static boolean isComplete(Path bin) {
    return Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres"));
  }

  private static int version(Path bin) {
    String name = bin.getParent().getFileName().toString();
    return name.matches("\\d{1,4}") ? Integer.parseInt(name) : 0;
  }
}
