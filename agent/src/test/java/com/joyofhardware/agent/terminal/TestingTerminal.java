package com.joyofhardware.agent.terminal;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingSocket;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.agent.TerminalMessage;

/** A client of {@code WS /terminal/{id}}; acknowledges what it gets unless it is told not to. */
final class TestingTerminal extends TestingSocket {
  private final boolean acknowledges;

  TestingTerminal(TestingAgent agent, String idAndQuery) {
    this(agent, idAndQuery, true);
  }

  TestingTerminal(TestingAgent agent, String idAndQuery, boolean acknowledges) {
    this.acknowledges = acknowledges; // before the first frame comes
    super(agent, "/terminal/" + idAndQuery);
  }

  @Override
  protected void received(byte[] data) {
    if (acknowledges) {
      Thread.startVirtualThread(() -> ack(data.length));
    }
  }

  /** One message at a time: the JDK's socket takes no second before the first is gone. */
  @Override
  public synchronized void send(byte[] data) {
    super.send(data);
  }

  void ack(int bytes) {
    tell(new TerminalMessage.Ack(bytes));
  }

  synchronized void tell(TerminalMessage message) {
    try {
      sendText(Json.write(message, TerminalMessage.class));
    } catch (RuntimeException e) {
      if (closeCode() == 0) {
        throw e;
      }
    }
  }

  TerminalMessage.Attached attached() throws Exception {
    String text = awaitText("\"attached\"");
    return (TerminalMessage.Attached) Json.read(text, TerminalMessage.class);
  }

  TerminalMessage.Exit exit() throws Exception {
    return (TerminalMessage.Exit) Json.read(awaitText("\"exit\""), TerminalMessage.class);
  }
}
