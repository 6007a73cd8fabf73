/** {@code search/*}: text in files and files by name, found by ripgrep as a process of its own. */
@NullMarked
package com.joyofhardware.agent.search;

import org.jspecify.annotations.NullMarked;
