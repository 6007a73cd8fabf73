/** Benchmarks. Where a peer exists it runs in the same minute, in turn, and the ratio is told. */
@NullMarked
package com.joyofhardware.bench;

import org.jspecify.annotations.NullMarked;
