/**
 * The snapshot store: bare repositories with the project's objects as alternates. What arrives is
 * kept apart until it is whole; a claim that has been overtaken changes nothing.
 */
@NamedInterface("snapshot")
@NullMarked
package com.joyofhardware.master.repository.snapshot;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
