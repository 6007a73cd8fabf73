/**
 * Makes snapshots of the workspace and lays them out again. Knows git's object and pack formats,
 * because a snapshot every few seconds must not cost a process each; what only a workspace's own
 * repositories know is asked of git itself.
 */
@NullMarked
package com.joyofhardware.agent.snapshot;

import org.jspecify.annotations.NullMarked;
