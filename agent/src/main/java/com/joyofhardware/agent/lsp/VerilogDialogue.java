package com.joyofhardware.agent.lsp;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.joyofhardware.agent.verilog.Completion;
import com.joyofhardware.agent.verilog.Design;
import com.joyofhardware.agent.verilog.Meaning;
import com.joyofhardware.agent.verilog.References;
import com.joyofhardware.agent.verilog.Triggers;
import java.nio.file.Path;
import java.util.List;
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
  private final VerilogProjects projects;
  private final OpenVerilog open;
  private volatile @Nullable JsonElement initialize;

  VerilogDialogue(Sides sides, Path workspace, VerilogProjects projects) {
    this.sides = sides;
    this.projects = projects;
    this.open = new OpenVerilog(workspace, projects.open());
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
            open.track(Shape.object(message, "params"));
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
              open.at(message)
                  .filter(spot -> isWanted(message, spot))
                  .map(this::completion)
                  .orElse(JsonNull.INSTANCE));
      case "textDocument/hover" ->
          Optional.of(open.at(message).map(this::hover).orElse(JsonNull.INSTANCE));
      case "textDocument/definition" -> open.at(message).flatMap(this::definition);
      case "workspace/symbol" -> {
        String query = Shape.needed(Shape.object(message, "params"), "query");
        yield Optional.of(VerilogSymbols.matching(open.design(Optional.empty()), query));
      }
      case "textDocument/documentSymbol" ->
          open.document(message).map(document -> VerilogSymbols.outline(document.index()));
      case "textDocument/references" -> open.at(message).flatMap(this::references);
      case "textDocument/rename" ->
          // Verible would change the open files only
          Optional.of(
              open.at(message)
                  .flatMap(spot -> rename(spot, newName(message)))
                  .orElse(JsonNull.INSTANCE));
      default -> Optional.empty();
    };
  }

  private static String newName(JsonObject message) {
    return Shape.needed(Shape.object(message, "params"), "newName");
  }

  private static boolean renamable(JsonObject message) {
    return References.isName(newName(message));
  }

  /** Whether somebody asks, or a character was typed after which something is expected. */
  private static boolean isWanted(JsonObject message, OpenVerilog.Spot spot) {
    JsonElement context = Shape.object(message, "params").get("context");
    return !(context instanceof JsonObject asked)
        || Shape.text(asked, "triggerCharacter")
            .map(typed -> Triggers.invites(spot.document().text(), spot.offset(), typed))
            .orElse(true);
  }

  private JsonElement completion(OpenVerilog.Spot spot) {
    TextDocument document = spot.document();
    Completion.Proposals proposals =
        Completion.at(
            open.design(Optional.of(spot.path())),
            document.index(),
            document.text(),
            spot.offset(),
            document.isSystemVerilog());
    return VerilogAnswers.completion(proposals, document.index(), spot.offset());
  }

  private JsonElement hover(OpenVerilog.Spot spot) {
    TextDocument document = spot.document();
    return Meaning.hover(
            open.design(Optional.of(spot.path())),
            spot.path().toString(),
            document.index(),
            document.text(),
            spot.offset())
        .<JsonElement>map(VerilogAnswers::hover)
        .orElse(JsonNull.INSTANCE);
  }

  private Optional<JsonElement> definition(OpenVerilog.Spot spot) {
    TextDocument document = spot.document();
    Design design = open.design(Optional.of(spot.path()));
    return Meaning.of(
            design, spot.path().toString(), document.index(), document.text(), spot.offset())
        .map(place ->
            VerilogAnswers.location(
                Path.of(place.file()).toUri().toString(),
                design.files().getOrDefault(place.file(), document.index()),
                place.symbol()));
  }

  private Optional<JsonElement> references(OpenVerilog.Spot spot) {
    Design design = open.design(Optional.of(spot.path()));
    return uses(design, spot).map(uses -> VerilogSymbols.locations(design, uses));
  }

  private Optional<JsonElement> rename(OpenVerilog.Spot spot, String name) {
    Design design = open.design(Optional.of(spot.path()));
    return uses(design, spot).map(uses -> VerilogSymbols.renamed(design, uses, name));
  }

  private Optional<List<References.Use>> uses(Design design, OpenVerilog.Spot spot) {
    TextDocument document = spot.document();
    return Meaning.of(
            design, spot.path().toString(), document.index(), document.text(), spot.offset())
        .map(place -> References.of(design, place, open::text));
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
