/** Commands without a terminal, {@code WS /exec}: what SSH, scp and rsync stand on. */
@NullMarked
package com.joyofhardware.agent.exec;

import org.jspecify.annotations.NullMarked;
