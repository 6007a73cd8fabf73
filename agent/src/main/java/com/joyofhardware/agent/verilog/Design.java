package com.joyofhardware.agent.verilog;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All files of a project, as they are in the editor or else on disk.
 *
 * @param files by a name that means something to the caller
 */
public record Design(Map<String, FileIndex> files) {

  /** A name's declaration, and where it is. */
  public record Place(String file, Symbol symbol, Optional<Unit> unit) {}

  /** What a file is called here; empty when it isn't one of these. */
  String nameOf(FileIndex file) {
    return files.entrySet().stream()
        .filter(each -> each.getValue().equals(file))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  Stream<Unit> units() {
    return files.values().stream().flatMap(file -> file.units().stream());
  }

  Stream<Symbol> macros() {
    return files.values().stream().map(FileIndex::macros).flatMap(Collection::stream);
  }

  Optional<Unit> unit(String name) {
    return units().filter(unit -> unit.name().equals(name)).findFirst();
  }

  Optional<Place> place(Unit unit, Symbol symbol) {
    return files.entrySet().stream()
        .filter(file -> file.getValue().units().contains(unit))
        .map(file -> new Place(file.getKey(), symbol, Optional.of(unit)))
        .findFirst();
  }

  Optional<Place> macro(String name) {
    return files.entrySet().stream()
        .flatMap(file ->
            file.getValue().macros().stream()
                .filter(macro -> macro.name().equals(name))
                .map(macro -> new Place(file.getKey(), macro, Optional.empty())))
        .findFirst();
  }

  Optional<Place> loose(String name) {
    return files.entrySet().stream()
        .flatMap(file ->
            file.getValue().loose().stream()
                .filter(symbol -> symbol.name().equals(name))
                .map(symbol -> new Place(file.getKey(), symbol, Optional.empty())))
        .findFirst();
  }
}
