package com.joyofhardware.agent.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.joyofhardware.agent.verilog.Design;
import com.joyofhardware.agent.verilog.FileIndex;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The documents that a client has open, over the project as it is on disk. On one thread. */
final class OpenVerilog {
  private final Path workspace;
  private final VerilogProject project;
  private final Map<Path, TextDocument> documents = new HashMap<>();

  OpenVerilog(Path workspace, VerilogProject project) {
    this.workspace = workspace;
    this.project = project;
  }

  /** A place that a request is about. */
  record Spot(Path path, TextDocument document, int offset) {}

  /** Of didOpen, didChange and didClose. */
  void track(JsonObject params) {
    JsonObject document = Shape.object(params, "textDocument");
    Path path = path(document);
    Optional<String> text = Shape.text(document, "text");
    if (text.isPresent()) {
      boolean system = Shape.needed(document, "languageId").equals("systemverilog");
      documents.put(path, new TextDocument(text.get(), system));
      return;
    }
    Optional<JsonArray> changes = Shape.array(params, "contentChanges");
    if (changes.isEmpty()) {
      documents.remove(path);
      return;
    }
    TextDocument known = documents.get(path);
    if (known != null) {
      changes.get().forEach(change -> known.change(Shape.object(change)));
    }
  }

  Optional<TextDocument> document(JsonObject message) {
    return Optional.ofNullable(documents.get(documentOf(message)));
  }

  /** Empty: the document isn't open. */
  Optional<Spot> at(JsonObject message) {
    JsonObject params = Shape.object(message, "params");
    Path path = documentOf(message);
    return Optional.ofNullable(documents.get(path))
        .map(document ->
            new Spot(path, document, document.offset(Shape.object(params, "position"))));
  }

  /** Of a file of the design. */
  Optional<String> text(String file) {
    Path path = Path.of(file);
    TextDocument open = documents.get(path);
    return open == null
        ? project.text(workspace.relativize(path).toString())
        : Optional.of(open.text());
  }

  /** This file first, then what is open, then what is on disk: where names clash the first wins. */
  Design design(Optional<Path> own) {
    Map<String, FileIndex> files = new LinkedHashMap<>();
    own.ifPresent(path -> {
      TextDocument first = documents.get(path);
      if (first != null) {
        files.put(path.toString(), first.index());
      }
    });
    documents.forEach((path, document) -> files.putIfAbsent(path.toString(), document.index()));
    project
        .files()
        .forEach((path, index) -> files.putIfAbsent(workspace.resolve(path).toString(), index));
    return new Design(files);
  }

  private static Path documentOf(JsonObject message) {
    return path(Shape.object(Shape.object(message, "params"), "textDocument"));
  }

  private static Path path(JsonObject document) {
    try {
      // an address such as "untitled:1" has no path
      String path = URI.create(Shape.needed(document, "uri")).getPath();
      return Path.of(Objects.requireNonNullElse(path, ""));
    } catch (IllegalArgumentException e) {
      throw new JsonParseException("not a file's address", e);
    }
  }
}
