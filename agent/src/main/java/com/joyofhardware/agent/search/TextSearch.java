package com.joyofhardware.agent.search;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Search;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code search/text}. Matches are told as ripgrep finds them, several together while they come
 * fast; while the client is slow ripgrep waits.
 */
final class TextSearch {
  /** Characters of lines in one notification. */
  private static final int BATCH = 64 << 10;

  private static final int MOST_LINES_A_FILE = 200;
  private static final long RETRY_MILLIS = 20;

  private final Search.Text asked;
  private final RpcConnection client;
  private final Running running;
  private final int limit;
  private final List<Search.FileMatches> batch = new ArrayList<>();
  private final List<Search.Line> lines = new ArrayList<>();
  private @Nullable String file;
  private int size;
  private int count;
  private int longLines;
  private boolean limitHit;

  TextSearch(Search.Text asked, RpcConnection client, Running running) {
    this.asked = asked;
    this.client = client;
    this.running = running;
    this.limit = Math.clamp(asked.limit(), 1, Limits.MAX_SEARCH_MATCHES);
  }

  Search.Done run(Processes processes) throws IOException, InterruptedException {
    try (Ripgrep ripgrep = Ripgrep.start(processes, Arguments.text(asked), running)) {
      read(new Messages(ripgrep.output(), (byte) '\n', Limits.SEARCH_LONGEST_LINE));
      if (!limitHit && count == 0 && longLines == 0) {
        Optional<String> failure = ripgrep.failure();
        if (failure.isPresent()) {
          throw Ripgrep.unusable(failure.get());
        }
      }
    } catch (IOException e) {
      if (!running.stopped()) {
        throw e;
      }
    }
    limitHit |= running.stopped();
    tell();
    return new Search.Done(count, limitHit, longLines);
  }

  private void read(Messages messages) throws IOException, InterruptedException {
    for (String message = messages.next();
        message != null && !limitHit;
        message = messages.next()) {
      if (message.equals(Messages.TOO_LONG)) {
        longLines++;
      } else {
        take(JsonParser.parseString(message).getAsJsonObject());
      }
      if (size >= BATCH || messages.drained()) {
        tell();
      }
    }
  }

  private void take(JsonObject message) {
    if (!message.get("type").getAsString().equals("match")) {
      return;
    }
    JsonObject data = message.getAsJsonObject("data");
    String path = RipgrepMatch.path(data);
    if (path == null) {
      return; // its name isn't UTF-8, so nothing could open it
    }
    if (!path.equals(file) || lines.size() >= MOST_LINES_A_FILE) {
      endFile();
      file = path;
    }
    for (Search.Line line : RipgrepMatch.lines(data, limit - count)) {
      lines.add(line);
      size += path.length() + line.text().length() + 100 * line.matches().size();
      count += line.matches().size();
    }
    limitHit = count >= limit;
  }

  private void endFile() {
    if (file != null && !lines.isEmpty()) {
      batch.add(new Search.FileMatches(file, lines));
      lines.clear();
    }
  }

  private void tell() throws InterruptedException {
    endFile();
    if (batch.isEmpty()) {
      return;
    }
    Search.Matches matches = new Search.Matches(asked.id(), batch);
    while (!client.notify("search/matches", matches)) {
      if (running.stopped()) {
        return;
      }
      running.pause(RETRY_MILLIS);
    }
    batch.clear();
    size = 0;
  }
}
