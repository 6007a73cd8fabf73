package com.joyofhardware.agent.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.joyofhardware.agent.verilog.Completion;
import com.joyofhardware.agent.verilog.Design;
import com.joyofhardware.agent.verilog.FileIndex;
import com.joyofhardware.agent.verilog.Meaning;
import com.joyofhardware.agent.verilog.References;
import com.joyofhardware.agent.verilog.Triggers;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Between a client and Verible: completion, which Verible lacks, and hover and definition, for
 * which it wants a list of the project's files, are answered here; everything else is Verible's.
 */
final class VerilogDialogue implements Dialogue {
  private static final System.Logger LOG = System.getLogger(VerilogDialogue.class.getName());

  /** JSON-RPC 2.0, 5.1. */
  private static final int INVALID_PARAMS = -32602;

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
      ours = answered(Shape.parse(text));
    } catch (JsonParseException e) {
      // not what LSP says it is: Verible's own error is the answer
      LOG.log(System.Logger.Level.DEBUG, "a message of a client was not understood", e);
    }
    if (!ours) {
      sides.toServer(text);
    }
  }

  private boolean answered(JsonObject message) {
    String method = Shape.text(message, "method").orElse("");
    JsonElement id = message.get("id");
    if (id == null) {
      switch (method) {
        case "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose" ->
            track(Shape.object(message, "params"));
        default -> {}
      }
      return false;
    }
    if (method.equals("initialize")) {
      initialize = id;
      return false;
    }
    if (method.equals("textDocument/rename") && !renamable(message)) {
      sides.toClient(
          Messages.error(id, INVALID_PARAMS, "that is no name in Verilog, or a reserved word"));
      return true;
    }
    Optional<JsonElement> answer = answer(method, message);
    answer.ifPresent(found -> sides.toClient(Messages.result(id, found)));
    return answer.isPresent();
  }

  /** Empty: it is for Verible to answer. */
  private Optional<JsonElement> answer(String method, JsonObject message) {
    return switch (method) {
      case "textDocument/completion" ->
          Optional.of(
              at(message)
                  .filter(spot -> isWanted(message, spot))
                  .map(this::completion)
                  .orElse(JsonNull.INSTANCE));
      case "textDocument/hover" ->
          Optional.of(at(message).map(this::hover).orElse(JsonNull.INSTANCE));
      case "textDocument/definition" -> at(message).flatMap(this::definition);
      case "workspace/symbol" -> {
        String query = Shape.needed(Shape.object(message, "params"), "query");
        yield Optional.of(VerilogSymbols.matching(design(Optional.empty()), query));
      }
      case "textDocument/documentSymbol" ->
          Optional.ofNullable(documents.get(documentOf(message)))
              .map(document -> VerilogSymbols.outline(document.index()));
      case "textDocument/references" -> at(message).flatMap(this::references);
      case "textDocument/rename" ->
          // Verible would change the open files only
          Optional.of(
              at(message)
                  .flatMap(spot -> rename(spot, newName(message)))
                  .orElse(JsonNull.INSTANCE));
      default -> Optional.empty();
    };
  }

  private void track(JsonObject params) {
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

  private static Path documentOf(JsonObject message) {
    return path(Shape.object(Shape.object(message, "params"), "textDocument"));
  }

  private static String newName(JsonObject message) {
    return Shape.needed(Shape.object(message, "params"), "newName");
  }

  private static boolean renamable(JsonObject message) {
    return References.isName(newName(message));
  }

  private record Spot(Path path, TextDocument document, int offset) {}

  private Optional<Spot> at(JsonObject message) {
    JsonObject params = Shape.object(message, "params");
    Path path = documentOf(message);
    return Optional.ofNullable(documents.get(path))
        .map(document ->
            new Spot(path, document, document.offset(Shape.object(params, "position"))));
  }

  /** Whether somebody asks, or a character was typed after which something is expected. */
  private static boolean isWanted(JsonObject message, Spot spot) {
    JsonElement context = Shape.object(message, "params").get("context");
    return !(context instanceof JsonObject asked)
        || Shape.text(asked, "triggerCharacter")
            .map(typed -> Triggers.invites(spot.document().text(), spot.offset(), typed))
            .orElse(true);
  }

  private JsonElement completion(Spot spot) {
    TextDocument document = spot.document();
    Completion.Proposals proposals =
        Completion.at(
            design(Optional.of(spot.path())),
            document.index(),
            document.text(),
            spot.offset(),
            document.isSystemVerilog());
    return VerilogAnswers.completion(proposals, document.index(), spot.offset());
  }

  private JsonElement hover(Spot spot) {
    TextDocument document = spot.document();
    return Meaning.hover(
            design(Optional.of(spot.path())),
            spot.path().toString(),
            document.index(),
            document.text(),
            spot.offset())
        .<JsonElement>map(VerilogAnswers::hover)
        .orElse(JsonNull.INSTANCE);
  }

  private Optional<JsonElement> definition(Spot spot) {
    TextDocument document = spot.document();
    Design design = design(Optional.of(spot.path()));
    return Meaning.of(
            design, spot.path().toString(), document.index(), document.text(), spot.offset())
        .map(place ->
            VerilogAnswers.location(
                Path.of(place.file()).toUri().toString(),
                design.files().getOrDefault(place.file(), document.index()),
                place.symbol()));
  }

  private Optional<JsonElement> references(Spot spot) {
    Design design = design(Optional.of(spot.path()));
    return uses(design, spot).map(uses -> VerilogSymbols.locations(design, uses));
  }

  private Optional<JsonElement> rename(Spot spot, String name) {
    Design design = design(Optional.of(spot.path()));
    return uses(design, spot).map(uses -> VerilogSymbols.renamed(design, uses, name));
  }

  private Optional<List<References.Use>> uses(Design design, Spot spot) {
    TextDocument document = spot.document();
    return Meaning.of(
            design, spot.path().toString(), document.index(), document.text(), spot.offset())
        .map(place -> References.of(design, place, this::text));
  }

  private Optional<String> text(String file) {
    Path path = Path.of(file);
    TextDocument open = documents.get(path);
    return open == null
        ? project.text(workspace.relativize(path).toString())
        : Optional.of(open.text());
  }

  /** This file first, then what is open, then what is on disk: where names clash the first wins. */
  private Design design(Optional<Path> own) {
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

  private static Path path(JsonObject document) {
    try {
      // an address such as "untitled:1" has no path
      String path = URI.create(Shape.needed(document, "uri")).getPath();
      return Path.of(Objects.requireNonNullElse(path, ""));
    } catch (IllegalArgumentException e) {
      throw new JsonParseException("not a file's address", e);
    }
  }

  @Override
  public void serverSaid(String text) {
    JsonElement id = initialize;
    sides.toClient(id == null ? text : withOurs(text, id));
  }

  /** Adds what we know to the answer to {@code initialize}. */
  private String withOurs(String text, JsonElement id) {
    try {
      JsonObject message = Shape.parse(text);
      if (id.equals(message.get("id")) && message.get("result") instanceof JsonObject result) {
        VerilogAnswers.addTo(Shape.object(result, "capabilities"));
        initialize = null;
        return message.toString();
      }
    } catch (JsonParseException e) {
      LOG.log(System.Logger.Level.WARNING, "Verible said what was not understood", e);
    }
    return text;
  }

  @Override
  public void close() {
    projects.close();
  }
}
