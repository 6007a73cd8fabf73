/**
 * An agent in use, played through: a short rehearsal whenever an agent starts, and a training run
 * of all of it for the AOT cache, which {@code agent/train.sh} calls.
 */
@NullMarked
package com.joyofhardware.agent.training;

import org.jspecify.annotations.NullMarked;
