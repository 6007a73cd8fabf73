package com.joyofhardware.engine.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What runs the agent inside a sandbox.
 *
 * @param javaHome a JDK or a jlinked runtime
 * @param agentDir holds {@code joy-agent.jar} and {@code lib/*.jar}
 * @param jvmOptions a file of JVM options, one a line
 * @param aotCache made by the same runtime with the same class path, or null
 */
public record AgentRuntime(Path javaHome, Path agentDir, Path jvmOptions, @Nullable Path aotCache) {
  public AgentRuntime {
    javaHome = javaHome.toAbsolutePath().normalize();
    agentDir = agentDir.toAbsolutePath().normalize();
    jvmOptions = jvmOptions.toAbsolutePath().normalize();
    aotCache = aotCache == null ? null : aotCache.toAbsolutePath().normalize();
  }
}
