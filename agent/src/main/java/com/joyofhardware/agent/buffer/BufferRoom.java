package com.joyofhardware.agent.buffer;

import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.agent.rpc.RpcMethods;
import com.joyofhardware.protocol.agent.Buffers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Opens {@code buffer/*}. */
public final class BufferRoom {
  private final BufferStore store;
  private final Identity identity;
  private final Consumer<String> changed;
  private final Map<RpcConnection, String> pages = new ConcurrentHashMap<>();
  private final BufferNews news;

  private BufferRoom(Services services, Consumer<String> changed) {
    this.store = new BufferStore(folder(services.config().state()));
    this.identity = services.identity();
    this.changed = changed;
    this.news = new BufferNews(pages.keySet(), services.timers(), () -> store.list(this::isHeld));
  }

  /** Where the buffers of an agent are, in its folder of state. */
  public static Path folder(Path state) {
    return state.resolve("buffers");
  }

  /**
   * Opens it.
   *
   * @param changed told the name of each text that changed or went, so that a snapshot is made
   */
  public static void open(Services services, Consumer<String> changed) {
    BufferRoom room = new BufferRoom(services, changed);
    RpcMethods rpc = services.rpc();
    rpc.method("buffer/update", Buffers.Update.class, (client, update) -> room.update(update));
    rpc.method(
        "buffer/close",
        Buffers.Close.class,
        (client, close) -> {
          room.close(close);
          return null;
        });
    rpc.method("buffer/list", Buffers.ListAll.class, room::list);
    rpc.method(
        "buffer/read",
        Buffers.Read.class,
        (client, read) -> room.store.read(read.id(), room::isHeld));
    rpc.method("buffer/take", Buffers.Take.class, (client, take) -> room.take(take));
  }

  private Buffers.Version update(Buffers.Update update) throws IOException {
    long version;
    try (Identity.Write _ = identity.write()) {
      version = store.update(update);
    }
    changed.accept(label(update.document()));
    news.tell();
    return new Buffers.Version(version);
  }

  private void close(Buffers.Close close) throws IOException {
    Buffers.Document closed;
    try (Identity.Write _ = identity.write()) {
      closed = store.close(close.id(), close.page());
    }
    if (closed == null) {
      return;
    }
    changed.accept(label(closed));
    news.tell();
  }

  private Buffers.Content take(Buffers.Take take) throws IOException {
    try (Identity.Write _ = identity.write()) {
      store.take(take.id(), take.page());
    }
    Buffers.Content content = store.read(take.id(), this::isHeld);
    changed.accept(label(content.buffer().document()));
    news.tell();
    return content;
  }

  private Buffers.Listing list(RpcConnection client, Buffers.ListAll list) throws IOException {
    if (pages.put(client, BufferStore.checked(list.page())) == null) {
      client.onClose(() -> {
        pages.remove(client);
        news.tell();
      });
    }
    news.tell();
    return store.list(this::isHeld);
  }

  private boolean isHeld(String page) {
    return pages.containsValue(page);
  }

  private static String label(Buffers.Document document) {
    String path = document.path();
    return path == null ? document.name() : path;
  }
}
