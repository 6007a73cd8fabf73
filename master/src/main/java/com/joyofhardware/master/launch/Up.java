package com.joyofhardware.master.launch;

import com.joyofhardware.gateway.Gateway;
import com.joyofhardware.gateway.GatewayConfig;
import com.joyofhardware.master.launch.UpSettings.Role;
import com.joyofhardware.master.session.Unsaved;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code joy up}: starts the parts of the role, says when it is ready, stops them when told to. */
final class Up {
  private static final long LOOK_MILLIS = 20;
  private static final long STUCK_SECONDS = 30;
  private static final Duration TO_TELL = Duration.ofSeconds(1);

  private final UpSettings settings;
  private final PrintStream out;
  private final PrintStream err;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean failed;

  Up(UpSettings settings, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  /** Serves until SIGTERM or Ctrl-C. */
  void run() throws Exception {
    stopOnSignal();
    try {
      serve();
    } catch (Exception e) {
      failed = true;
      throw e;
    } finally {
      stopped.countDown();
    }
  }

  private void serve() throws Exception {
    // The front door first: a port that is taken is told before anything else is begun.
    @Nullable Gateway gateway =
        settings.role() == Role.MASTER ? null : Gateway.start(gatewayConfig());
    try {
      if (settings.role() == Role.GATEWAY) {
        serveAlone(Objects.requireNonNull(gateway));
      } else {
        serveMaster(gateway);
      }
    } finally {
      if (gateway != null) {
        gateway.close();
      }
    }
  }

  private void serveAlone(Gateway gateway) throws InterruptedException {
    if (awaitReady(() -> obstacle(gateway))) {
      out.println("ready: " + settings.publicUrl());
      asked.await();
    }
  }

  private void serveMaster(@Nullable Gateway gateway) throws Exception {
    if (settings.engineIsDefault()) {
      err.println("engine: local (docker is not built yet)");
    }
    MasterParts master = MasterParts.start(settings, Installation.ofSystemProperties());
    try {
      if (awaitReady(() -> master.obstacle().or(() -> obstacle(gateway)))) {
        master
            .setUpCode()
            .ifPresent(code ->
                out.println("first administrator: " + settings.publicUrl() + "/setup#" + code));
        out.println("ready: " + settings.publicUrl());
        asked.await();
      }
    } finally {
      // nothing new comes in while sessions are saved; tunnels of a gateway of its own stay
      if (gateway != null && !settings.keepSessions()) {
        gateway.close();
      }
      master.stop().forEach(this::tell);
    }
  }

  private Optional<String> obstacle(@Nullable Gateway gateway) {
    return gateway == null || gateway.hasMaster()
        ? Optional.empty()
        : Optional.of("no master answers at " + settings.controlSocket());
  }

  private void tell(Unsaved session) {
    err.println(
        "not saved: session %s of %s on %s: %s. It is kept; the next start saves it first."
            .formatted(session.session(), session.person(), session.project(), session.why()));
  }

  /** False when told to stop before. */
  private boolean awaitReady(Supplier<Optional<String>> obstacle) throws InterruptedException {
    long nextWord = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
    Optional<String> present = obstacle.get();
    while (present.isPresent()) {
      if (asked.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      if (System.nanoTime() > nextWord) {
        err.println("still waiting: " + present.get());
        nextWord = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
      }
      present = obstacle.get();
    }
    return true;
  }

  /**
   * The JVM ends when its hooks have: this one waits until all is saved and stopped. Being told to
   * stop is no failure, so the process then ends with 0 and not with the signal's number; where
   * something failed, the launcher's own exit code stands.
   */
  private void stopOnSignal() {
    Thread serving = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  try {
                    stopped.await();
                    if (failed) {
                      serving.join(TO_TELL); // it tells what failed, then waits for this hook
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  if (!failed) {
                    Runtime.getRuntime().halt(0);
                  }
                },
                "stop"));
  }

  private GatewayConfig gatewayConfig() {
    return GatewayConfig.of(settings.host(), settings.port(), settings.controlSocket())
        .withTls(
            settings
                .tls()
                .map(tls -> new GatewayConfig.Tls(tls.certificate(), tls.key()))
                .orElse(null))
        .withPublicUrl(settings.publicUrl())
        .withPreviewDomain(settings.previewDomain());
  }
}
