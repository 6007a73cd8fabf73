/**
 * What the session module knows of engines: how to start, list and stop the containers of a node.
 * Each adapter passes the suite in {@code engine/contract-tests} against the real thing.
 */
@NullMarked
package com.joyofhardware.engine.spi;

import org.jspecify.annotations.NullMarked;
