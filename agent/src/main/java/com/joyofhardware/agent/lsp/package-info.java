/**
 * Language servers, {@code WS /lsp/{language}}: each a process of its own beside the agent for each
 * socket, with a memory limit of its own. What Verible lacks for Verilog is added on the way.
 */
@NullMarked
package com.joyofhardware.agent.lsp;

import org.jspecify.annotations.NullMarked;
