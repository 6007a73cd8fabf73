package com.joyofhardware.master.site;

import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.rest.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.dao.DataAccessException;

/** Looks at what a running master stands on. */
final class Doctor {
  private static final long LEAST_FREE = 2L << 30;

  private final MasterSettings settings;
  private final Parts parts;
  private final Sessions sessions;

  Doctor(MasterSettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
    this.sessions = parts.sessions();
  }

  List<Rest.Check> checks() {
    List<Rest.Check> checks = new ArrayList<>();
    checks.add(database());
    checks.add(disk());
    checks.add(pages());
    checks.add(ready());
    sessions.pools().forEach(pool -> checks.add(pool(pool)));
    return checks;
  }

  private Rest.Check database() {
    String name = "database";
    try {
      parts.database().read(jdbc -> jdbc.sql("SELECT 1").query(Long.class).single());
      return new Rest.Check(
          name, true, parts.database().dialect().name().toLowerCase(Locale.ROOT) + " answers");
    } catch (DataAccessException e) {
      return new Rest.Check(name, false, "it doesn't answer: " + e.getMessage());
    }
  }

  private Rest.Check disk() {
    String name = "disk";
    try {
      long free = Files.getFileStore(settings.data()).getUsableSpace();
      String detail = (free >> 20) + " MiB free at " + settings.data();
      return free >= LEAST_FREE
          ? new Rest.Check(name, true, detail)
          : new Rest.Check(name, false, detail + "; make room, saving work needs it");
    } catch (IOException e) {
      return new Rest.Check(name, false, settings.data() + " can't be read: " + e.getMessage());
    }
  }

  private Rest.Check pages() {
    Path web = settings.web();
    return web == null
        ? new Rest.Check("pages", false, "none are served: the master was started without them")
        : new Rest.Check("pages", true, "served from " + web);
  }

  private Rest.Check ready() {
    return parts
        .obstacle()
        .get()
        .map(why -> new Rest.Check("sessions", false, why))
        .orElseGet(() -> new Rest.Check("sessions", true, "a session could start"));
  }

  private static Rest.Check pool(Rest.Pool pool) {
    String name = "pool " + pool.size().name().toLowerCase(Locale.ROOT);
    String detail =
        "%d of %d warm, %d claimed, %d starting, %d failed, %d queued"
            .formatted(
                pool.warm(),
                pool.target(),
                pool.claimed(),
                pool.starting(),
                pool.failed(),
                pool.queued());
    return pool.reason() == null
        ? new Rest.Check(name, true, detail)
        : new Rest.Check(name, false, detail + ": " + pool.reason());
  }
}
