package com.joyofhardware.agent.files;

import com.joyofhardware.agent.room.AgentConfig;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.agent.rpc.RpcMethods;
import com.joyofhardware.agent.server.Conditions;
import com.joyofhardware.agent.watch.WorkspaceWatcher;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Fs;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;

/** Opens the files room: {@code /files/} and {@code fs/*}. */
public final class FilesRoom {
  private static final String PREFIX = "/files/";

  private FilesRoom() {}

  public static void open(Services services) {
    AgentConfig config = services.config();
    Places places = new Places(config.workspace(), config.readOnlyRoots());
    FileReads reads = new FileReads(places);
    FileWrites writes = new FileWrites(places, services.identity());
    FileHttp http = new FileHttp(places, new Upload(places, services.identity()), writes);
    services.routes().http(HttpMethod.GET, PREFIX, http::get);
    services.routes().http(HttpMethod.HEAD, PREFIX, http::get);
    services.routes().http(HttpMethod.PUT, PREFIX, http::put);
    services.routes().http(HttpMethod.DELETE, PREFIX, http::delete);
    methods(services.rpc(), reads, writes);
    PartialSweep.start(services.config().workspace());
    services
        .rpc()
        .method(
            "fs/watch",
            Fs.Watch.class,
            (client, nothing) -> {
              watch(services, client);
              return null;
            });
  }

  private static void methods(RpcMethods rpc, FileReads reads, FileWrites writes) {
    rpc.method("fs/stat", Fs.At.class, (client, at) -> reads.stat(at.path()));
    rpc.method("fs/list", Fs.At.class, (client, at) -> reads.list(at.path()));
    rpc.method(
        "fs/create",
        Fs.Create.class,
        (client, create) -> {
          writes.create(create.path(), create.kind());
          return reads.stat(create.path());
        });
    rpc.method(
        "fs/rename",
        Fs.Move.class,
        (client, move) -> {
          writes.rename(move.from(), move.to(), move.overwrite());
          return reads.stat(move.to());
        });
    rpc.method(
        "fs/copy",
        Fs.Move.class,
        (client, move) -> {
          writes.copy(move.from(), move.to(), move.overwrite());
          return reads.stat(move.to());
        });
    rpc.method(
        "fs/delete",
        Fs.Delete.class,
        (client, delete) -> {
          writes.delete(
              delete.path(),
              delete.recursive(),
              new Conditions(Optional.empty(), Optional.empty()));
          return null;
        });
  }

  private static void watch(Services services, RpcConnection client) {
    ChangeFeed feed = new ChangeFeed(client, services.timers());
    WorkspaceWatcher.Subscription subscription = services.watcher().subscribe(feed);
    if (services.watcher().isOverLimit()) {
      subscription.close();
      throw new JoyException(
          ErrorCode.LIMIT_REACHED,
          "the workspace has more folders than can be watched (at most "
              + Limits.MAX_WATCHED_FOLDERS
              + "); leave generated ones elsewhere, or list again to see what changed");
    }
    client.onClose(() -> {
      subscription.close();
      feed.close();
    });
  }
}
