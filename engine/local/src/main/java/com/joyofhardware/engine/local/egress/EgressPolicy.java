package com.joyofhardware.engine.local.egress;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where sandboxes may go; everywhere else is refused.
 *
 * @param connections most connections of one sandbox at a time
 */
public record EgressPolicy(
    List<PlatformRoute> platform, List<HostPattern> outside, int connections) {
  public static final int DEFAULT_CONNECTIONS = 64;

  public EgressPolicy {
    platform = List.copyOf(platform);
    outside = List.copyOf(outside);
  }

  /** Nothing at all. */
  public static EgressPolicy closed() {
    return new EgressPolicy(List.of(), List.of(), DEFAULT_CONNECTIONS);
  }

  /** For the person who reads a refusal. */
  String allowed() {
    String list =
        Stream.concat(
                platform.stream()
                    .flatMap(route -> route.prefixes().stream().map(route.origin()::resolve))
                    .map(Object::toString),
                outside.stream().map(HostPattern::toString))
            .collect(Collectors.joining(", "));
    return list.isEmpty() ? "nothing is allowed" : "allowed are " + list;
  }
}
