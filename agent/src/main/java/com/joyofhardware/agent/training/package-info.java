/** The training run of the AOT cache; {@code agent/train.sh} calls it, a running agent never. */
@NullMarked
package com.joyofhardware.agent.training;

import org.jspecify.annotations.NullMarked;
