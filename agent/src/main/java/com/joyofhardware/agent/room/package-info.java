/** What a room of the agent is given when it opens. */
@NullMarked
package com.joyofhardware.agent.room;

import org.jspecify.annotations.NullMarked;
