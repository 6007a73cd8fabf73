package com.joyofhardware.agent.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What the AOT cache is made from: a rehearsal, and then everything else that an IDE does. */
public final class Training {
  private Training() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]).toRealPath();
    Rehearsal.play(folder.resolve("rehearsal")); // as each agent does when it starts
    Rehearsal.play(
        folder,
        Optional.of(folder.resolve("egress.sock")),
        (master, client) -> {
          exercise(client);
          master.save();
        });
    System.out.println("trained");
  }

  private static void exercise(TrainingClient client) throws IOException {
    client.request("GET /healthz", "", "\"protocol\"");
    client.request("PUT /files/src/top.v", "module top; endmodule\n", "HTTP/1.1 20");
    client.request("GET /files/src/top.v", "", "endmodule");
    client.request("DELETE /files/src/top.v", "", "HTTP/1.1 20");
    try (TrainingClient.Socket rpc = client.webSocket("/rpc")) {
      call(rpc, "fs/list", "{\"path\":\"\"}");
      call(rpc, "fs/stat", "{\"path\":\"src\"}");
      call(rpc, "terminal/list", "{}");
      call(rpc, "ports/list", "{}");
    }
    try (TrainingClient.Socket terminal = client.webSocket("/terminal/1?cols=80&rows=24")) {
      terminal.await("\"attached\"");
      terminal.text("{\"type\":\"resize\",\"cols\":90,\"rows\":30}");
      terminal.binary("echo tr''ained; exit\r");
      terminal.await("trained");
      terminal.text("{\"type\":\"ack\",\"bytes\":100}");
      terminal.await("\"exit\"");
    }
    try (TrainingClient.Socket exec = client.webSocket("/exec")) {
      exec.text("{\"argv\":[\"cat\"]}");
      exec.binary("through");
      exec.binary("");
      exec.await("through");
      exec.await("\"exit\"");
    }
  }

  /** Its answer may be an error: the way to it is what counts. */
  private static void call(TrainingClient.Socket rpc, String method, String params)
      throws IOException {
    rpc.text(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
    rpc.await("\"id\":1");
  }
}
