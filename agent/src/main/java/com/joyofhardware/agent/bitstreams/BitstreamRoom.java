package com.joyofhardware.agent.bitstreams;

import com.joyofhardware.agent.git.Revisions;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.server.Exchange;
import com.joyofhardware.agent.server.Representation;
import com.joyofhardware.agent.snapshot.WorkspaceSnapshots;
import com.joyofhardware.agent.watch.WorkspaceWatcher;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.Bitstreams.Bitstream;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Opens {@code /bitstreams} and {@code bitstreams/subscribe}. */
public final class BitstreamRoom {
  private static final String PATH = "/bitstreams";

  /** Whole bitstreams in memory at once, which is small; others wait. */
  private static final int READS = 4;

  private record Nothing() {}

  private final Path workspace;
  private final Shelf shelf;
  private final Finder finder;
  private final WorkspaceWatcher watcher;
  private boolean watches;
  private final Semaphore free = new Semaphore(READS, true);

  private BitstreamRoom(Services services, Shelf shelf, Finder finder) {
    this.workspace = services.config().workspace();
    this.watcher = services.watcher();
    this.shelf = shelf;
    this.finder = finder;
  }

  public static void open(Services services, Processes processes, WorkspaceSnapshots snapshots) {
    Path workspace = services.config().workspace();
    Shelf shelf = new Shelf();
    BitstreamNews news = new BitstreamNews(services.timers(), shelf::all);
    Inspector inspector =
        new Inspector(
            workspace,
            shelf,
            new BuildNotes(workspace, services.identity()),
            Revisions.of(processes, workspace),
            InstantSource.system(),
            () -> {
              news.tell();
              snapshots.prefer(shelf.paths());
            });
    Finder finder = new Finder(inspector, services.timers());
    services.closing().add(services.watcher().follow(finder));
    BitstreamRoom room = new BitstreamRoom(services, shelf, finder);
    for (HttpMethod method : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
      services.routes().http(method, PATH, room::list);
      services.routes().http(method, PATH + "/", room::send);
    }
    services
        .rpc()
        .method(
            "bitstreams/subscribe",
            Nothing.class,
            (connection, nothing) -> {
              room.watch();
              return news.subscribe(connection);
            });
  }

  /** Snapshots begin to watch as a rule; where there are none it begins here. */
  private synchronized void watch() {
    if (!watches) {
      watcher.subscribe(finder).close(); // it follows already
      watches = true;
    }
  }

  private void list(Exchange exchange) {
    watch();
    exchange.json(shelf.all().bitstreams().toArray(Bitstream[]::new), Bitstream[].class);
  }

  /** Exactly the bytes that the list tells the hash of, or none. */
  private void send(Exchange exchange) throws IOException {
    Bitstream bitstream = shelf.withId(exchange.request().rest()).orElseThrow(BitstreamRoom::gone);
    free.acquireUninterruptibly();
    try {
      Optional<SmallFile> file =
          SmallFile.at(workspace, bitstream.path())
              .filter(found -> found.sha256().equals(bitstream.sha256()));
      if (file.isEmpty()) {
        finder.look(bitstream.path());
        throw gone();
      }
      byte[] bytes = file.get().bytes();
      new Representation('"' + bitstream.sha256() + '"', bitstream.builtAt(), bytes.length)
          .answer(
              exchange,
              (status, headers, from, length) ->
                  exchange.bytes(
                      status,
                      "application/octet-stream",
                      headers,
                      Arrays.copyOfRange(bytes, (int) from, (int) (from + length))));
    } finally {
      free.release();
    }
  }

  private static JoyException gone() {
    return new JoyException(
        ErrorCode.NOT_FOUND,
        "there is no such bitstream any more: it was built anew or removed; list them again");
  }
}
