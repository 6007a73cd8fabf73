package com.joyofhardware.agent.lsp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A language client with one open document. */
final class TestingLsp extends TestingSocket {
  private final Path document;
  private final String language;
  private int lastId;

  TestingLsp(TestingAgent agent, String language) {
    this(agent, language, "top.v");
  }

  TestingLsp(TestingAgent agent, String language, String name) {
    super(agent, "/lsp/" + language);
    this.document = agent.workspace().resolve(name);
    this.language = language;
  }

  JsonObject initialize() throws Exception {
    JsonElement answer =
        call("initialize", "{\"processId\":null,\"rootUri\":null,\"capabilities\":{}}");
    sendText("{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}");
    return answer.getAsJsonObject().getAsJsonObject("capabilities");
  }

  void open(String text) throws Exception {
    Files.writeString(document, text);
    JsonObject opened = new JsonObject();
    opened.addProperty("uri", document.toUri().toString());
    opened.addProperty("languageId", language);
    opened.addProperty("version", 1);
    opened.addProperty("text", text);
    JsonObject params = new JsonObject();
    params.add("textDocument", opened);
    sendText(Messages.notification("textDocument/didOpen", params));
  }

  /** Asks for something at a place of the document. */
  JsonElement at(String method, int line, int character) throws Exception {
    return call(method, place(line, character));
  }

  /** Asks, and doesn't wait for the answer. */
  void askAt(String method, int line, int character) {
    ask(method, place(line, character));
  }

  private String place(int line, int character) {
    return "{\"textDocument\":{\"uri\":\"%s\"},\"position\":{\"line\":%d,\"character\":%d}}"
        .formatted(document.toUri(), line, character);
  }

  JsonElement outline() throws Exception {
    return call(
        "textDocument/documentSymbol", "{\"textDocument\":{\"uri\":\"" + document.toUri() + "\"}}");
  }

  JsonElement rename(int line, int character, String name) throws Exception {
    return call("textDocument/rename", renaming(line, character, name));
  }

  String errorOfRename(int line, int character, String name) throws Exception {
    int id = ask("textDocument/rename", renaming(line, character, name));
    await("the refusal", () -> answer(id) != null);
    return Objects.requireNonNull(answer(id)).get("error").toString();
  }

  private String renaming(int line, int character, String name) {
    return place(line, character).replaceFirst("\\{", "{\"newName\":\"" + name + "\",");
  }

  private int ask(String method, String params) {
    int id = ++lastId;
    sendText(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params));
    return id;
  }

  JsonElement call(String method, String params) throws Exception {
    int id = ask(method, params);
    await("the answer to " + method, () -> answer(id) != null || closeCode() != 0);
    return Objects.requireNonNull(answer(id), "no answer: " + this).get("result");
  }

  private @Nullable JsonObject answer(int id) {
    return texts().stream()
        .map(text -> JsonParser.parseString(text).getAsJsonObject())
        .filter(message ->
            !message.has("method") && message.has("id") && message.get("id").getAsInt() == id)
        .findFirst()
        .orElse(null);
  }
}
