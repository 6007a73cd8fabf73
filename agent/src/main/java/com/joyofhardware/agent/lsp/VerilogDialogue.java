package com.joyofhardware.agent.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.joyofhardware.agent.verilog.Completion;
import com.joyofhardware.agent.verilog.Design;
import com.joyofhardware.agent.verilog.FileIndex;
import com.joyofhardware.agent.verilog.Meaning;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Between a client and Verible: completion, which Verible lacks, and hover and definition, for
 * which it wants a list of the project's files, are answered here; everything else is Verible's.
 */
final class VerilogDialogue implements Dialogue {
  private final Sides sides;
  private final Path workspace;
  private final VerilogProjects projects;
  private final VerilogProject project;
  private final Map<Path, TextDocument> documents = new HashMap<>();
  private volatile @Nullable JsonElement initialize;

  VerilogDialogue(Sides sides, Path workspace, VerilogProjects projects) {
    this.sides = sides;
    this.workspace = workspace;
    this.projects = projects;
    this.project = projects.open();
  }

  @Override
  public void clientSaid(String text) {
    boolean ours = false;
    try {
      ours = JsonParser.parseString(text) instanceof JsonObject message && answered(message);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      // not what LSP says it is: Verible's own error is the answer
    }
    if (!ours) {
      sides.toServer(text);
    }
  }

  private boolean answered(JsonObject message) {
    JsonElement method = message.get("method");
    if (method == null) {
      return false;
    }
    JsonElement id = message.get("id");
    return switch (method.getAsString()) {
      case "initialize" -> {
        initialize = id;
        yield false;
      }
      case "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose" -> {
        track(message);
        yield false;
      }
      case "textDocument/completion" -> {
        sides.toClient(
            Messages.result(id, at(message).map(this::completion).orElse(JsonNull.INSTANCE)));
        yield true;
      }
      case "textDocument/hover" -> {
        sides.toClient(Messages.result(id, at(message).map(this::hover).orElse(JsonNull.INSTANCE)));
        yield true;
      }
      case "textDocument/definition" -> {
        Optional<JsonElement> location = at(message).flatMap(this::definition);
        location.ifPresent(found -> sides.toClient(Messages.result(id, found)));
        yield location.isPresent();
      }
      default -> false;
    };
  }

  private void track(JsonObject message) {
    JsonObject params = message.getAsJsonObject("params");
    JsonObject document = params.getAsJsonObject("textDocument");
    Path path = path(document);
    JsonElement text = document.get("text");
    if (text != null) {
      boolean system = document.get("languageId").getAsString().equals("systemverilog");
      documents.put(path, new TextDocument(text.getAsString(), system));
      return;
    }
    JsonElement changes = params.get("contentChanges");
    if (changes instanceof JsonArray list) {
      TextDocument known = documents.get(path);
      if (known != null) {
        list.forEach(change -> known.change(change.getAsJsonObject()));
      }
    } else {
      documents.remove(path);
    }
  }

  private record Spot(Path path, TextDocument document, int offset) {}

  private Optional<Spot> at(JsonObject message) {
    JsonObject params = message.getAsJsonObject("params");
    Path path = path(params.getAsJsonObject("textDocument"));
    return Optional.ofNullable(documents.get(path))
        .map(document ->
            new Spot(path, document, document.offset(params.getAsJsonObject("position"))));
  }

  private JsonElement completion(Spot spot) {
    TextDocument document = spot.document();
    Completion.Proposals proposals =
        Completion.at(
            design(spot.path()),
            document.index(),
            document.text(),
            spot.offset(),
            document.isSystemVerilog());
    return VerilogAnswers.completion(proposals, document.index(), spot.offset());
  }

  private JsonElement hover(Spot spot) {
    TextDocument document = spot.document();
    return Meaning.hover(
            design(spot.path()),
            spot.path().toString(),
            document.index(),
            document.text(),
            spot.offset())
        .<JsonElement>map(VerilogAnswers::hover)
        .orElse(JsonNull.INSTANCE);
  }

  private Optional<JsonElement> definition(Spot spot) {
    TextDocument document = spot.document();
    Design design = design(spot.path());
    return Meaning.of(
            design, spot.path().toString(), document.index(), document.text(), spot.offset())
        .map(place ->
            VerilogAnswers.location(
                Path.of(place.file()).toUri().toString(),
                design.files().getOrDefault(place.file(), document.index()),
                place.symbol()));
  }

  /** This file first, then what is open, then what is on disk: where names clash the first wins. */
  private Design design(Path own) {
    Map<String, FileIndex> files = new LinkedHashMap<>();
    TextDocument first = documents.get(own);
    if (first != null) {
      files.put(own.toString(), first.index());
    }
    documents.forEach((path, document) -> files.putIfAbsent(path.toString(), document.index()));
    project
        .files()
        .forEach((path, index) -> files.putIfAbsent(workspace.resolve(path).toString(), index));
    return new Design(files);
  }

  private static Path path(JsonObject document) {
    try {
      return Path.of(URI.create(document.get("uri").getAsString()).getPath());
    } catch (IllegalArgumentException e) {
      throw new JsonParseException("not a file's address", e);
    }
  }

  @Override
  public void serverSaid(String text) {
    JsonElement id = initialize;
    if (id != null
        && JsonParser.parseString(text) instanceof JsonObject message
        && id.equals(message.get("id"))
        && message.get("result") instanceof JsonObject result) {
      initialize = null;
      VerilogAnswers.addTo(result.getAsJsonObject("capabilities"));
      sides.toClient(message.toString());
    } else {
      sides.toClient(text);
    }
  }

  @Override
  public void close() {
    projects.close();
  }
}
