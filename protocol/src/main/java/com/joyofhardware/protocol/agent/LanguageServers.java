package com.joyofhardware.protocol.agent;

import java.util.List;

/**
 * Result of {@code lsp/languages} on {@code WS /rpc}.
 *
 * @param workspace the folder that language servers know the workspace by: an absolute path
 * @param languages what {@code WS /lsp/{language}} takes, whether its program is installed or not
 */
public record LanguageServers(String workspace, List<String> languages) {
  public LanguageServers {
    languages = List.copyOf(languages);
  }
}
