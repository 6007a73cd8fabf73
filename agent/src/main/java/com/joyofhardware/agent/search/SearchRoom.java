package com.joyofhardware.agent.search;

import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.rpc.RpcMethods;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Search;

/** Plugs {@code search/*} into the agent. */
public final class SearchRoom {
  private static final int LONGEST_ID = 64;

  private SearchRoom() {}

  public static void open(Services services, Processes processes) {
    Searches searches = new Searches(services.timers());
    services.closing().add(searches);
    KnownFiles known = new KnownFiles(services.watcher(), services.timers());
    services.closing().add(known);
    FileSearch files = new FileSearch(processes, known);
    RpcMethods rpc = services.rpc();
    rpc.method(
        "search/text",
        Search.Text.class,
        (client, asked) ->
            searches.run(
                client,
                id(asked.id()),
                running -> new TextSearch(asked, client, running).run(processes)));
    rpc.method(
        "search/files",
        Search.Files.class,
        (client, asked) -> {
          checkQuery(asked.query());
          return searches.run(client, id(asked.id()), running -> files.run(asked, running));
        });
    rpc.method(
        "search/cancel",
        Search.Cancel.class,
        (client, cancel) -> {
          searches.cancel(client, cancel.id());
          return null;
        });
  }

  private static String id(String id) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "a search's id has 1 to " + LONGEST_ID + " characters");
    }
    return id;
  }

  private static void checkQuery(String query) {
    if (query.length() > Limits.SEARCH_PATTERN) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "the query is longer than " + Limits.SEARCH_PATTERN + " characters");
    }
  }
}
