package com.joyofhardware.gateway;

import com.joyofhardware.gateway.Tickets.Admission;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Finds who answers one request: the gateway itself, the master, an agent, or a preview. */
final class Dispatch {
  private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());

  private final ClientConnection client;
  private final HttpRequest head;

  Dispatch(ClientConnection client, HttpRequest head) {
    this.client = client;
    this.head = head;
  }

  void go() {
    switch (client.door().router().route(head)) {
      case Destination.Alive _ -> client.answer(Answers.alive());
      case Destination.Ready _ ->
          client.answer(
              client.door().cluster().known() == null
                  ? Answers.problem(Tickets.masterAway())
                  : Answers.alive());
      case Destination.Master _ -> toMaster();
      case Destination.Agent agent -> toAgent(agent);
      case Destination.Preview preview -> new PreviewRoad(client, head, preview).take();
      case Destination.Apart apart -> toAssets(apart.origin());
    }
  }

  private void toMaster() {
    Known known = client.door().cluster().known();
    if (known == null) {
      client.answer(Answers.masterAway(head));
      return;
    }
    client.start(new MasterExchange(client, head, known.master()));
  }

  private void toAssets(ApartOrigin origin) {
    ApartOrigin.check(head);
    Known known = client.door().cluster().known();
    if (known == null) {
      client.answer(Answers.problem(Tickets.masterAway()));
      return;
    }
    client.start(new ApartExchange(client, head, origin, known.master()));
  }

  private void toAgent(Destination.Agent agent) {
    boolean upgrade = AgentRequest.isUpgrade(head);
    client.whenDone(
        client.door().doorkeeper().admit(head, agent.session(), upgrade),
        (admission, refusal) -> admitted(agent, upgrade, admission, refusal));
  }

  private void admitted(
      Destination.Agent agent,
      boolean upgrade,
      @Nullable Admission admission,
      @Nullable Throwable refusal) {
    if (admission == null) {
      JoyException reason = refusal == null ? null : Doorkeeper.reason(refusal);
      if (reason == null) {
        LOG.log(System.Logger.Level.ERROR, "a request could not be judged", refusal);
        reason = new JoyException(ErrorCode.INTERNAL, "the request could not be judged; try again");
      }
      client.answer(Answers.problem(reason));
      return;
    }
    try {
      AgentPath.check(agent.target(), head.method(), upgrade);
      AgentRequest outgoing = AgentRequest.of(head, agent.target(), admission.text(), upgrade);
      client.start(new AgentExchange(client, head, outgoing, admission));
    } catch (JoyException e) {
      client.answer(Answers.problem(e));
    }
  }
}
