package com.joyofhardware.gateway;

import com.joyofhardware.protocol.statement.Pass;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Everything open that stands on a ticket: tunnels and requests in flight. */
final class Tunnels {
  /** One of them; closing it is saying that it has ended by itself. */
  final class Entry {
    private final Pass ticket;
    private final Runnable cut;

    private Entry(Pass ticket, Runnable cut) {
      this.ticket = ticket;
      this.cut = cut;
    }

    void ended() {
      open.remove(this);
    }
  }

  private final Set<Entry> open = ConcurrentHashMap.newKeySet();

  /**
   * @param cut ends it at once; may run on any thread
   */
  Entry add(Pass ticket, Runnable cut) {
    Entry entry = new Entry(ticket, cut);
    open.add(entry);
    return entry;
  }

  void cutUnless(Predicate<Pass> mayStay) {
    List<Entry> cut = open.stream().filter(entry -> !mayStay.test(entry.ticket)).toList();
    cut.forEach(entry -> entry.cut.run());
    open.removeAll(cut);
  }

  int size() {
    return open.size();
  }
}
