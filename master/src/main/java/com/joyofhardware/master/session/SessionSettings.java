package com.joyofhardware.master.session;

import com.joyofhardware.master.node.PoolTargets;
import com.joyofhardware.protocol.ProjectRef;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * How this module is set up.
 *
 * @param publicUrl what {@code /ide/…} is appended to, without a slash at its end
 * @param clusterKey public key whose statements agents obey, as {@code StatementVerifier.encode}
 *     writes it
 * @param rescued folder for workspaces that could not be saved
 * @param remoteUrl where {@code origin} of a project points, as a container reaches it
 */
public record SessionSettings(
    String publicUrl,
    String clusterKey,
    Path rescued,
    Function<ProjectRef, String> remoteUrl,
    PoolTargets pools) {}
