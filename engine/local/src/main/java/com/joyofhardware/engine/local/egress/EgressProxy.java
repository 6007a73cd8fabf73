package com.joyofhardware.engine.local.egress;

import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way out of every sandbox: a socket for each. It is served by the process that uses the
 * engine; while that is away a sandbox's connections are refused.
 */
public final class EgressProxy implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EgressProxy.class.getName());

  private final EgressPolicy policy;
  private final EgressRules rules;
  private final Map<ContainerId, EgressListener> listeners = new ConcurrentHashMap<>();

  public EgressProxy(EgressPolicy policy) {
    this(policy, InetAddress::getAllByName);
  }

  EgressProxy(EgressPolicy policy, EgressRules.NameService names) {
    this.policy = policy;
    this.rules = new EgressRules(policy, names);
  }

  /** Serves a sandbox, in place of whoever served it before. */
  public void listen(ContainerId id, Path socket) throws IOException {
    EgressListener before =
        listeners.put(id, EgressListener.bind(rules, socket, policy.connections()));
    if (before != null) {
      before.close();
    }
  }

  public void close(ContainerId id) {
    EgressListener listener = listeners.remove(id);
    if (listener != null) {
      try {
        listener.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "a sandbox's way out did not close", e);
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(listeners.keySet()).forEach(this::close);
  }
}
