package com.joyofhardware.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingRpc;
import com.joyofhardware.protocol.Protocol;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameTest {
  @TempDir Path folder;

  @Test
  void answersHealthWhileItIsWarm() throws Exception {
    try (TestingAgent agent = TestingAgent.warm(folder)) {
      HttpResponse<String> health =
          agent.send(
              HttpRequest.newBuilder(agent.uri("http", "/healthz")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).contains("\"protocol\":1");
    }
  }

  @Test
  void anythingElseIsStartingWhileItIsWarm() throws Exception {
    try (TestingAgent agent = TestingAgent.warm(folder)) {
      HttpResponse<String> answer = agent.get("/rpc");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"code\":\"session.starting\"");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
  }

  @Test
  void refusesWhoHasNoTicket() throws Exception {
    try (TestingAgent agent = TestingAgent.serving(folder)) {
      HttpResponse<String> answer =
          agent.send(
              HttpRequest.newBuilder(agent.uri("http", "/rpc")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("auth.required");
    }
  }

  @Test
  void refusesATicketOfAnotherCluster() throws Exception {
    try (TestingAgent agent = TestingAgent.serving(folder)) {
      String ticket = agent.ticket();
      char last = ticket.charAt(ticket.length() - 10);
      String forged =
          ticket.substring(0, ticket.length() - 10)
              + (last == 'A' ? 'B' : 'A')
              + ticket.substring(ticket.length() - 9);
      HttpResponse<String> answer =
          agent.send(
              HttpRequest.newBuilder(agent.uri("http", "/rpc"))
                  .header(Protocol.TICKET_HEADER, forged)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(403);
    }
  }

  @Test
  void rpcAnswersAnUnknownMethod() throws Exception {
    try (TestingAgent agent = TestingAgent.serving(folder);
        TestingRpc rpc = new TestingRpc(agent)) {
      assertThat(rpc.raw("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such\"}"))
          .contains("-32601")
          .contains("request.unknown_method");
    }
  }
}
