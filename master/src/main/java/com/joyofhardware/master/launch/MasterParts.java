package com.joyofhardware.master.launch;

import com.joyofhardware.engine.local.LocalEngine;
import com.joyofhardware.engine.local.LocalEngineConfig;
import com.joyofhardware.engine.local.UnusableMachineException;
import com.joyofhardware.engine.local.egress.EgressPolicy;
import com.joyofhardware.engine.local.egress.PlatformRoute;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.front.FrontServer;
import com.joyofhardware.master.link.SocketAgentLinks;
import com.joyofhardware.master.node.PoolTargets;
import com.joyofhardware.master.preview.PreviewOrigins;
import com.joyofhardware.master.preview.Previews;
import com.joyofhardware.master.repository.GitHosting;
import com.joyofhardware.master.repository.RepositorySettings;
import com.joyofhardware.master.repository.snapshot.SnapshotStore;
import com.joyofhardware.master.session.Neighbours;
import com.joyofhardware.master.session.SessionService;
import com.joyofhardware.master.session.SessionSettings;
import com.joyofhardware.master.session.Unsaved;
import com.joyofhardware.master.site.Master;
import com.joyofhardware.master.site.MasterSettings;
import com.joyofhardware.master.site.Parts;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The master's parts: started in this order, stopped in the reverse one. */
final class MasterParts {
  private static final NodeName THIS_MACHINE = new NodeName("local");

  private final Deque<AutoCloseable> started;
  private final UpSettings settings;
  private final Accounts accounts;
  private final SessionService sessions;

  private MasterParts(UpSettings settings, Installation installation, Deque<AutoCloseable> started)
      throws IOException, EngineException {
    this.settings = settings;
    this.started = started;
    DataFolder data = kept(DataFolder.take(settings.data()));
    KeyPair key = ClusterKey.in(data.resolve("keys"));
    StatementSigner signer = new StatementSigner(key.getPrivate());
    Optional<String> db = settings.db();
    Database database =
        kept(db.isPresent() ? postgresql(db.get()) : Database.sqlite(data.resolve("joy.db")));
    this.accounts = Accounts.in(database);
    GitHosting git =
        kept(
            GitHosting.open(
                RepositorySettings.in(settings.data()), database, accounts.authentication()));
    SnapshotStore snapshots =
        new SnapshotStore(data.resolve("snapshots"), git.folders()::of, Clock.systemUTC());
    LocalEngine engine = kept(openEngine(installation));
    this.sessions =
        new SessionService(
            database,
            new Neighbours(
                engine,
                new SocketAgentLinks(signer, Clock.systemUTC()),
                git.projects(),
                git.repositories(),
                snapshots,
                accounts.authentication(),
                signer),
            sessionSettings(key, data),
            Clock.systemUTC());
    sessions.start();
    Previews previews =
        new Previews(
            database,
            sessions,
            accounts.grants(),
            new Previews.Key(signer, new StatementVerifier(key.getPublic())),
            new PreviewOrigins(settings.publicUrl(), settings.previewDomain()));
    Master master =
        kept(
            Master.start(
                masterSettings(installation),
                new Parts(
                    database,
                    accounts,
                    git.projects(),
                    git.contents(),
                    sessions,
                    previews,
                    signer,
                    List.of(new Parts.Mount("git", git.servlet())),
                    this::obstacle)));
    kept(
        FrontServer.start(
            settings.controlSocket(),
            sessions,
            accounts.authentication(),
            accounts.revocations(),
            previews,
            signer,
            key.getPublic(),
            master.url().getAuthority(),
            List.of(settings.publicUrl().toString())));
  }

  private static Database postgresql(String url) throws IOException {
    try {
      return Database.postgresql(url);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--db: " + e.getMessage());
    } catch (RuntimeException e) { // migrations and the pool of connections wrap what happened
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new IOException("the database that --db names can't be used: " + cause.getMessage(), e);
    }
  }

  /** Starts all; when one can't start, those before it are stopped again. */
  static MasterParts start(UpSettings settings, Installation installation) throws Exception {
    Deque<AutoCloseable> started = new ArrayDeque<>();
    try {
      return new MasterParts(settings, installation, started);
    } catch (IOException | EngineException | RuntimeException e) {
      stop(started);
      throw e;
    }
  }

  /** The one-time code that makes the first administrator, while there is none. */
  Optional<String> setUpCode() {
    return accounts.setUp().code();
  }

  /** Why no session could start yet. */
  Optional<String> obstacle() {
    List<Rest.Pool> pools = sessions.pools();
    if (pools.stream().anyMatch(pool -> pool.warm() + pool.claimed() > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        pools.stream()
            .flatMap(pool -> Optional.ofNullable(pool.reason()).stream())
            .findFirst()
            .orElse("the first container is starting"));
  }

  /** Saves what is to be saved, then stops everything; who was not saved is told. */
  List<Unsaved> stop() throws Exception {
    List<Unsaved> unsaved = sessions.close(settings.keepSessions());
    stop(started);
    return unsaved;
  }

  private static void stop(Deque<AutoCloseable> started) throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  private <P extends AutoCloseable> P kept(P part) {
    started.push(part);
    return part;
  }

  private LocalEngine openEngine(Installation installation) throws EngineException {
    PlatformRoute platform =
        new PlatformRoute(
            settings.publicUrl(),
            List.of("/git/", "/nix/"),
            new InetSocketAddress(settings.host(), settings.port()));
    EgressPolicy egress =
        new EgressPolicy(List.of(platform), List.of(), EgressPolicy.DEFAULT_CONNECTIONS);
    try {
      return LocalEngine.open(
          new LocalEngineConfig(
              settings.data().resolve("engine"),
              THIS_MACHINE,
              installation.agentRuntime(),
              LocalEngineConfig.DEFAULT_FIRST_UID,
              LocalEngineConfig.DEFAULT_SLOTS,
              egress,
              List.of(),
              installation.tools()));
    } catch (UnusableMachineException e) {
      throw new MissingException(String.valueOf(e.getMessage()));
    }
  }

  private SessionSettings sessionSettings(KeyPair key, DataFolder data) {
    return new SessionSettings(
        settings.publicUrl().toString(),
        StatementVerifier.encode(key.getPublic()),
        data.resolve("rescued"),
        project -> settings.publicUrl() + "/git/" + project + ".git",
        new PoolTargets(number(settings.poolFull()), number(settings.poolBurst())));
  }

  private MasterSettings masterSettings(Installation installation) {
    return new MasterSettings(
        settings.data(),
        InetAddress.getLoopbackAddress(),
        0,
        settings.publicUrl(),
        settings.publicUrl(),
        installation.web());
  }

  private static OptionalInt number(Optional<Integer> number) {
    return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
