package com.joyofhardware.master.launch;

import com.joyofhardware.gateway.Gateway;
import com.joyofhardware.gateway.GatewayConfig;
import com.joyofhardware.master.launch.UpSettings.Role;
import com.joyofhardware.master.session.Unsaved;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code joy up}: starts the parts of the role, says when it is ready, stops them when told to. */
final class Up {
  private static final long LOOK_MILLIS = 20;
  private static final long STUCK_SECONDS = 30;

  private final UpSettings settings;
  private final PrintStream out;
  private final PrintStream err;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  Up(UpSettings settings, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  /** Serves until SIGTERM or Ctrl-C. */
  void run() throws Exception {
    // The front door first: a port that is taken is told before anything else is begun.
    @Nullable Gateway gateway =
        settings.role() == Role.MASTER ? null : Gateway.start(gatewayConfig());
    try {
      if (settings.role() == Role.GATEWAY) {
        out.println("ready: " + settings.publicUrl());
        awaitStop();
      } else {
        runMaster(gateway);
      }
    } finally {
      if (gateway != null) {
        gateway.close();
      }
      stopped.countDown();
    }
  }

  private void runMaster(@Nullable Gateway gateway) throws Exception {
    if (settings.engineIsDefault()) {
      err.println("engine: local (docker is not built yet)");
    }
    MasterParts master = MasterParts.start(settings, Installation.ofSystemProperties());
    try {
      stopOnSignal();
      if (awaitReady(master)) {
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

  private void tell(Unsaved session) {
    err.println(
        "not saved: session %s of %s on %s: %s. It is kept; the next start saves it first."
            .formatted(session.session(), session.person(), session.project(), session.why()));
  }

  /** False when told to stop before. */
  private boolean awaitReady(MasterParts master) throws InterruptedException {
    long nextWord = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
    Optional<String> obstacle = master.obstacle();
    while (obstacle.isPresent()) {
      if (asked.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      if (System.nanoTime() > nextWord) {
        err.println("still waiting: " + obstacle.get());
        nextWord = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
      }
      obstacle = master.obstacle();
    }
    return true;
  }

  private void awaitStop() throws InterruptedException {
    stopOnSignal();
    asked.await();
  }

  /**
   * The JVM ends when its hooks have: this one waits until all is saved and stopped. Being told to
   * stop is no failure, so the process ends with 0 and not with the signal's number.
   */
  private void stopOnSignal() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  try {
                    stopped.await();
                    Runtime.getRuntime().halt(0);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
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
