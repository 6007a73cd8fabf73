package com.joyofhardware.agent.git;

/**
 * What is checked out.
 *
 * @param commit its full id
 * @param clean nothing is changed, staged or untracked; what git ignores doesn't count
 */
public record Revision(String commit, boolean clean) {}
