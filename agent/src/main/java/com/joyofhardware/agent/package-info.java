/**
 * The IDE's back end, wherever it runs: a container, a sandbox, a laptop. This package starts the
 * process and puts its rooms together.
 */
@NullMarked
package com.joyofhardware.agent;

import org.jspecify.annotations.NullMarked;
