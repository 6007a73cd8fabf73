package com.joyofhardware.agent.exec;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingSocket;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.agent.Exec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A client of {@code WS /exec}. */
final class TestingExec extends TestingSocket {
  private TestingExec(TestingAgent agent) {
    super(agent, "/exec");
  }

  static TestingExec start(TestingAgent agent, Exec.Start start) {
    TestingExec exec = new TestingExec(agent);
    exec.sendText(Json.write(start, Exec.Start.class));
    return exec;
  }

  static TestingExec run(TestingAgent agent, String... argv) {
    return start(agent, new Exec.Start(List.of(argv), null, null));
  }

  static TestingExec shell(TestingAgent agent, String script) {
    return run(agent, "/bin/bash", "-c", script);
  }

  static TestingExec shell(TestingAgent agent, String script, Map<String, String> env) {
    return start(agent, new Exec.Start(List.of("bash", "-c", script), null, env));
  }

  /** Waits for the last frame and the close. */
  Exec.End end() throws Exception {
    awaitClose();
    List<String> texts = texts();
    if (texts.size() != 1) {
      throw new AssertionError("expected one last text: " + this);
    }
    return Json.read(texts.get(0), Exec.End.class);
  }

  byte[] stdout() {
    return bytes(Exec.STDOUT);
  }

  String stdoutText() {
    return new String(stdout(), StandardCharsets.UTF_8);
  }

  String stderrText() {
    return new String(bytes(Exec.STDERR), StandardCharsets.UTF_8);
  }

  private byte[] bytes(byte kind) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames().stream()
        .filter(frame -> frame[0] == kind)
        .forEach(frame -> all.write(frame, 1, frame.length - 1));
    return all.toByteArray();
  }
}
