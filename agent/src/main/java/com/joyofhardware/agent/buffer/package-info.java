/** Keeps the text of unsaved editors ({@code buffer/*}), as files that the snapshots take along. */
@NullMarked
package com.joyofhardware.agent.buffer;

import org.jspecify.annotations.NullMarked;
