package com.joyofhardware.master.session;

import com.joyofhardware.master.link.AgentLink;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.control.ControlMessage.Activity;
import com.joyofhardware.protocol.control.ControlMessage.GitCredential;
import com.joyofhardware.protocol.control.ControlMessage.Hello;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.Ref;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.ControlMessage.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** An agent whose whole workspace is one text, which is also its snapshot's name. */
final class TestingAgent {
  private final ContainerId container;
  private final List<Link> links = new ArrayList<>();
  private final List<GitCredential> credentials = new ArrayList<>();
  volatile boolean reachable = true;
  volatile boolean ready;
  volatile boolean personaliseFails;
  volatile boolean saveFails;
  volatile List<String> unsafe = List.of();
  volatile @Nullable CountDownLatch holdPersonalise;
  volatile @Nullable CountDownLatch holdSave;
  volatile @Nullable Claim claim;
  volatile String content = "";
  volatile boolean whole;
  private boolean stored = true;

  TestingAgent(ContainerId container, boolean ready) {
    this.container = container;
    this.ready = ready;
  }

  synchronized Link link(Claim command, AgentLink.Listener listener) throws IOException {
    Claim had = claim;
    if (had != null && had.isNewerThan(command)) {
      throw new IOException("the command's claim is old");
    }
    Link link = new Link(listener);
    links.add(link);
    return link;
  }

  /** Nobody reaches it any more. */
  void cut() {
    reachable = false;
    List<Link> open;
    synchronized (this) {
      open = List.copyOf(links);
      links.clear();
    }
    open.forEach(Link::close);
  }

  /** Somebody types; the snapshot is offered at once. */
  void type(String text) throws IOException {
    content = text;
    stored = false;
    offer();
  }

  /** Somebody types while the master is away. */
  void typeUnseen(String text) {
    content = text;
    stored = false;
  }

  private void offer() throws IOException {
    Link link;
    synchronized (this) {
      link = links.getLast();
    }
    link.offer();
  }

  void active(int clients) {
    Link link;
    synchronized (this) {
      link = links.getLast();
    }
    link.listener.active(new Activity(clients, false));
  }

  synchronized int credentials() {
    return credentials.size();
  }

  private static void await(@Nullable CountDownLatch latch, Link link) throws IOException {
    try {
      while (latch != null && !latch.await(5, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        link.requireOpen();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  final class Link implements AgentLink {
    final Listener listener;
    private volatile boolean open = true;

    Link(Listener listener) {
      this.listener = listener;
    }

    @Override
    public Hello hello() {
      return new Hello(container, Protocol.VERSION, claim, null);
    }

    @Override
    public void personalise(Personalise message, List<Transfer> transfers, Duration timeout)
        throws IOException {
      await(holdPersonalise, this);
      requireOpen();
      if (personaliseFails) {
        throw new IOException("the disk is full");
      }
      List<String> received = new ArrayList<>();
      for (Transfer transfer : transfers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        transfer.writeTo(out);
        received.add(out.toString(StandardCharsets.UTF_8));
      }
      claim = message.claim();
      switch (message.workspace()) {
        case Workspace.Fresh fresh -> content = fresh.commit() == null ? "" : received.getLast();
        case Workspace.Restored _ -> {
          content = received.getFirst();
          whole = true;
        }
      }
      synchronized (TestingAgent.this) {
        credentials.add(message.credential());
      }
    }

    @Override
    public void sendHistory(List<Ref> refs, Transfer pack, Duration timeout) throws IOException {
      requireOpen();
      pack.writeTo(new ByteArrayOutputStream());
      whole = true;
    }

    @Override
    public void renew(GitCredential credential) throws IOException {
      requireOpen();
      synchronized (TestingAgent.this) {
        credentials.add(credential);
      }
    }

    @Override
    public Saved save(boolean last, Duration timeout) throws IOException {
      await(holdSave, this);
      requireOpen();
      if (saveFails) {
        throw new IOException("the agent did not save the workspace within " + timeout);
      }
      if (!stored) {
        offer();
      }
      return new Saved(content, unsafe);
    }

    void offer() throws IOException {
      requireOpen();
      listener.offered(new SnapshotOffer(1, content, 0, List.of(), 0, 0), () -> null);
      stored = true;
    }

    void requireOpen() throws IOException {
      if (!open || !reachable) {
        throw new IOException("the link is closed");
      }
    }

    @Override
    public void thaw() {}

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        listener.closed("closed");
      }
    }
  }
}
