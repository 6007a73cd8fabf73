package com.joyofhardware.master.site;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The event streams that are open, so that a stop needn't wait for them. */
final class EventStreams implements AutoCloseable {
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  void add(EventStream stream) {
    open.add(stream);
    if (closed) {
      stream.end();
    }
  }

  void remove(EventStream stream) {
    open.remove(stream);
  }

  int count() {
    return open.size();
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(EventStream::end);
  }
}
