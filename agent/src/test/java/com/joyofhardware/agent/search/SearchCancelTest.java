package com.joyofhardware.agent.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.joyofhardware.agent.RpcScene;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.agent.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ripgrep that would go on for minutes ends when nobody waits for it any more. */
class SearchCancelTest extends RpcScene {
  private static final long PATIENCE_SECONDS = 20;
  private static final int LINKS = 20_000;

  /** 160 GB to read that take 8 MB: one file under many names. */
  @BeforeEach
  void startOnAHugeTree() throws IOException {
    Path tree = Files.createDirectory(agent.workspace().resolve("tree"));
    Path file = tree.resolve("0.v");
    Files.writeString(file, "  wire clk; assign q = d;\n".repeat(320_000));
    for (int i = 1; i < LINKS; i++) {
      Files.createLink(tree.resolve(i + ".v"), file);
    }
  }

  @Test
  void cancellingEndsRipgrep() throws Exception {
    ProcessHandle ripgrep = searching();
    rpc.raw(call(2, "search/cancel", new Search.Cancel("one")));
    assertThat(ripgrep.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  @Test
  void closingTheConnectionEndsRipgrep() throws Exception {
    ProcessHandle ripgrep = searching();
    rpc.close();
    assertThat(ripgrep.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  private ProcessHandle searching() throws Exception {
    Search.Scope all = new Search.Scope(List.of(), List.of(), true);
    rpc.send(
        call(
            1,
            "search/text",
            new Search.Text(
                "one", "c[a-z]+ [a-z]+\\d", true, false, false, false, all, Integer.MAX_VALUE)));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (Optional<ProcessHandle> found = ripgrep(); ; found = ripgrep()) {
      if (found.isPresent()) {
        return found.get();
      }
      assertThat(System.nanoTime()).as("ripgrep has not started").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static Optional<ProcessHandle> ripgrep() {
    try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
      return all.filter(one -> one.info().command().orElse("").endsWith("/rg")).findFirst();
    }
  }

  private static String call(int id, String method, Object params) {
    JsonObject message = new JsonObject();
    message.addProperty("jsonrpc", "2.0");
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", JsonParser.parseString(Json.gson().toJson(params)));
    return message.toString();
  }
}
