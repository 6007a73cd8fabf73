/** Git over HTTP: clones, fetches and pushes of stock git, beside C git's own HTTP server. */
@NullMarked
package com.joyofhardware.bench.git;

import org.jspecify.annotations.NullMarked;
