/**
 * Source control: {@code git/*} on {@code WS /rpc}, done by the session's own git as the person
 * would do it in a terminal, but never with a question.
 */
@NullMarked
package com.joyofhardware.agent.git;

import org.jspecify.annotations.NullMarked;
