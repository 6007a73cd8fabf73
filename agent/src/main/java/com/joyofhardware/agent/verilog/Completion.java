package com.joyofhardware.agent.verilog;

import com.joyofhardware.agent.verilog.Item.ItemKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What may stand at a place of a text. */
public final class Completion {
  private static final int BEST = 0;
  private static final int LOCAL = 1;
  private static final int NEAR = 2;
  private static final int PROJECT = 3;
  private static final int KEYWORD = 4;

  /** Of every enumeration (IEEE 1800-2017, 6.19.5). */
  private static final List<String> OF_ENUMERATIONS =
      List.of("first", "last", "next", "prev", "num", "name");

  private final Design design;
  private final FileIndex file;
  private final Tokens tokens;
  private final int start;
  private final int at;
  private final boolean system;
  private final Map<String, Item> items = new LinkedHashMap<>();

  private Completion(Design design, FileIndex file, Tokens tokens, int start, boolean system) {
    this.design = design;
    this.file = file;
    this.tokens = tokens;
    this.start = start;
    this.at = tokens.firstFrom(start);
    this.system = system;
  }

  /**
   * What may stand there.
   *
   * @param start where the word begins that is being typed; it is what an item replaces
   */
  public record Proposals(int start, List<Item> items) {
    public Proposals {
      items = List.copyOf(items);
    }
  }

  /**
   * Never throws, whatever the text.
   *
   * @param file the index of {@code text}
   * @param systemVerilog whether words that only SystemVerilog reserves are proposed
   */
  public static Proposals at(
      Design design, FileIndex file, String text, int offset, boolean systemVerilog) {
    int start = startOfWord(text, offset);
    Lexer.Lexed lexed = Lexer.lex(text);
    Optional<Integer> include = Includes.at(lexed.tokens(), offset);
    if (include.isPresent()) {
      int begin = lexed.tokens().start(include.get()) + 1;
      return new Proposals(begin, Includes.of(design, design.nameOf(file)));
    }
    if (lexed.isProse(start)) {
      return new Proposals(start, List.of());
    }
    Completion completion = new Completion(design, file, lexed.tokens(), start, systemVerilog);
    completion.propose(start < text.length() ? text.charAt(start) : ' ');
    return new Proposals(start, List.copyOf(completion.items.values()));
  }

  static int startOfWord(String text, int offset) {
    int start = Math.clamp(offset, 0, text.length());
    while (start > 0 && Lexer.isWord(text.charAt(start - 1))) {
      start--;
    }
    return start > 0 && text.charAt(start - 1) == '`' ? start - 1 : start;
  }

  private void propose(char first) {
    if (first == '`') {
      directives();
    } else if (first == '$') {
      table(Words.SYSTEM, "$", ItemKind.FUNCTION);
    } else if (tokens.is(at - 1, '.')) {
      afterDot();
    } else if (tokens.is(at - 1, ':') && tokens.is(at - 2, ':')) {
      design.unit(tokens.name(at - 3)).ifPresent(unit -> symbols(unit.members(), NEAR));
    } else if (afterIfdef()) {
      design.macros().forEach(macro -> put(Item.plain(macro, NEAR)));
    } else if (first >= '0' && first <= '9') {
      return;
    } else if (!tokens.is(at - 1, "module") && !(at > 0 && tokens.end(at - 1) > start)) {
      // not where a new name is given, nor inside a number such as 8'hff
      names();
    }
  }

  private void directives() {
    design
        .macros()
        .forEach(macro ->
            put(
                new Item(
                    "`" + macro.name(),
                    ItemKind.MACRO,
                    macro.value(),
                    macro.doc(),
                    "`" + macro.name(),
                    false,
                    NEAR)));
    table(Words.DIRECTIVES, "`", ItemKind.KEYWORD);
  }

  private void table(Map<String, String> words, String mark, ItemKind kind) {
    words.forEach(
        (word, doc) -> put(new Item(mark + word, kind, "", doc, mark + word, false, PROJECT)));
  }

  private void afterDot() {
    boolean inList = tokens.is(at - 2, '(') || tokens.is(at - 2, ',');
    if (inList) {
      Connection.around(tokens, at - 1).ifPresent(connection -> connections(connection, ""));
      return;
    }
    Insides.before(design, design.nameOf(file), file, tokens, at - 1)
        .ifPresent(insides -> {
          if (insides.symbols().stream().allMatch(each -> each.kind() == SymbolKind.MEMBER)) {
            OF_ENUMERATIONS.forEach(
                name -> put(new Item(name, ItemKind.FUNCTION, "", "", name + "()", false, NEAR)));
          } else {
            symbols(insides.symbols(), NEAR);
          }
        });
  }

  private boolean afterIfdef() {
    int directive = at - 1;
    return tokens.kind(directive) == Tokens.DIRECTIVE
        && tokens.start(directive) < start
        && start <= tokens.end(directive)
        && tokens.text(directive).matches("`(ifdef|ifndef|elsif|undef)\\s.*");
  }

  /** The names still to connect. Where the dot isn't typed yet it comes along. */
  private void connections(Connection connection, String dot) {
    Optional<Unit> target = design.unit(connection.unit());
    boolean typing = tokens.kind(at) == Tokens.WORD && tokens.start(at) == start;
    boolean open = tokens.is(typing ? at + 1 : at, '(');
    target.ifPresent(unit -> {
      List<Symbol> all = connection.parameters() ? unit.parameters() : unit.ports();
      for (Symbol each : all) {
        if (!connection.named().contains(each.name())) {
          put(connection(each, unit, dot, open, connection.parameters()));
        }
      }
    });
  }

  private Item connection(Symbol each, Unit unit, String dot, boolean open, boolean value) {
    String proposal = value ? each.value() : each.name();
    String insert =
        open
            ? dot + each.name()
            : Instantiation.escape(dot + each.name())
                + "(${1:"
                + Instantiation.escape(proposal)
                + "})";
    String doc = (each.doc().isEmpty() ? "" : each.doc() + "\n\n") + "of `" + unit.name() + "`";
    return new Item(
        dot + each.name(), ItemKind.of(each.kind()), each.declaration(), doc, insert, !open, LOCAL);
  }

  private void names() {
    if (tokens.is(at - 1, '(') || tokens.is(at - 1, ',')) {
      Connection.around(tokens, at).ifPresent(connection -> connections(connection, "."));
    }
    Optional<Unit> around = file.unitAt(start);
    if (tokens.is(at - 1, '(') && tokens.is(at - 3, '.')) {
      // what is connected is mostly called as the port is
      String port = tokens.name(at - 2);
      around
          .flatMap(unit -> unit.find(port, start))
          .ifPresent(symbol -> put(Item.plain(symbol, BEST)));
    }
    around.ifPresent(
        unit -> unit.visibleAt(start).forEach(symbol -> put(Item.plain(symbol, LOCAL))));
    symbols(file.loose(), NEAR);
    imported();
    boolean statement = around.isPresent() && beginsStatement();
    if (statement || (around.isEmpty() && beginsStatement())) {
      Snippets.items(around.isPresent(), system, PROJECT).forEach(this::put);
    }
    design
        .units()
        .filter(unit -> around.isEmpty() || !unit.name().equals(around.get().name()))
        .forEach(unit -> put(unitItem(unit, statement)));
    keywords(Keywords.VERILOG);
    if (system) {
      keywords(Keywords.SYSTEM_VERILOG);
    }
  }

  /** {@code import p::*} and {@code import p::a}. */
  private void imported() {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.is(i, "import")) {
        int from = i + 1;
        while (tokens.isName(from) && tokens.is(from + 1, ':') && tokens.is(from + 2, ':')) {
          String name = tokens.name(from + 3);
          boolean all = tokens.is(from + 3, '*');
          design.unit(tokens.name(from)).stream()
              .flatMap(unit -> unit.members().stream())
              .filter(symbol -> all || symbol.name().equals(name))
              .forEach(symbol -> put(Item.plain(symbol, NEAR)));
          from = tokens.is(from + 4, ',') ? from + 5 : tokens.size();
        }
      }
    }
  }

  private Item unitItem(Unit unit, boolean statement) {
    boolean whole = statement && unit.isInstantiable();
    String doc = "```verilog\n" + Instantiation.header(unit) + "\n```\n" + unit.symbol().doc();
    return new Item(
        unit.name(),
        ItemKind.MODULE,
        unit.symbol().type() + (whole ? ", with all its ports" : ""),
        doc,
        whole ? Instantiation.snippet(unit) : unit.name(),
        whole,
        statement ? NEAR : PROJECT);
  }

  /** Where an instance could stand. */
  private boolean beginsStatement() {
    byte before = tokens.kind(at - 1);
    if (before == Tokens.WORD) {
      return Set.of(
              "begin",
              "end",
              "else",
              "generate",
              "endgenerate",
              "endfunction",
              "endtask",
              "endmodule")
          .contains(tokens.text(at - 1));
    }
    return at == 0
        || tokens.is(at - 1, ';')
        || before == Tokens.DEFINE
        || before == Tokens.DIRECTIVE;
  }

  private void keywords(List<String> words) {
    for (String word : words) {
      put(new Item(word, ItemKind.KEYWORD, "", "", word, false, KEYWORD));
    }
  }

  private void symbols(Collection<Symbol> symbols, int rank) {
    symbols.forEach(symbol -> put(Item.plain(symbol, rank)));
  }

  /** Of two with one name the nearer one came first. */
  private void put(Item item) {
    items.putIfAbsent(item.label(), item);
  }
}
