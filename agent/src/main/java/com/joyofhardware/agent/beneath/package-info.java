/**
 * Files below a folder, reached so that no path leads out of it: not by its text, not by a symbolic
 * link, not while somebody swaps one. Everything goes through open folders, never through a path
 * that is resolved twice.
 */
@NullMarked
package com.joyofhardware.agent.beneath;

import org.jspecify.annotations.NullMarked;
