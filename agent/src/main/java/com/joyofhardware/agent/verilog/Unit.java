package com.joyofhardware.agent.verilog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A module, an interface, a package or a class.
 *
 * @param parameters those that an instance can set, in order
 * @param ports in order
 * @param members all else that is declared in it
 * @param blocks functions and tasks, with names of their own
 */
public record Unit(
    Symbol symbol,
    int start,
    int end,
    List<Symbol> parameters,
    List<Symbol> ports,
    List<Symbol> members,
    List<Block> blocks) {
  public Unit {
    parameters = List.copyOf(parameters);
    ports = List.copyOf(ports);
    members = List.copyOf(members);
    blocks = List.copyOf(blocks);
  }

  /** A function or task. */
  public record Block(int start, int end, List<Symbol> locals) {
    public Block {
      locals = List.copyOf(locals);
    }
  }

  public String name() {
    return symbol.name();
  }

  /** Whether it is instantiated with parameters and ports. */
  public boolean isInstantiable() {
    return symbol.kind() == SymbolKind.MODULE || symbol.kind() == SymbolKind.INTERFACE;
  }

  boolean holds(int offset) {
    return start <= offset && offset <= end;
  }

  /** What is visible at a place: the innermost first. */
  Stream<Symbol> visibleAt(int offset) {
    return Stream.concat(
        blocks.stream()
            .filter(block -> block.start() <= offset && offset <= block.end())
            .flatMap(block -> block.locals().stream()),
        all());
  }

  /** Ports, parameters, then all else. */
  public Stream<Symbol> all() {
    return Stream.of(ports, parameters, members).flatMap(List::stream);
  }

  Optional<Symbol> find(String name, int offset) {
    return visibleAt(offset).filter(each -> each.name().equals(name)).findFirst();
  }
}
