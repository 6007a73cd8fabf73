package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/** Rows for tests. */
final class TestingRows {
  static final NodeName NODE = new NodeName("here");
  static final SecureRandom RANDOM = new SecureRandom();

  private TestingRows() {}

  static ContainerLife.Claimed claimed() {
    return new ContainerLife.Claimed(
        SessionId.random(RANDOM), new Claim(1, RANDOM.nextInt(1_000_000)));
  }

  static Container container(Size size) {
    return container(size, Instant.ofEpochMilli(1_000));
  }

  static Container container(Size size, Instant started) {
    ContainerId id = ContainerId.random(RANDOM);
    return new Container(
        id,
        NODE,
        size,
        Phase.RUNNING,
        new AgentAddress.Unix("/run/" + id),
        null,
        null,
        started,
        null);
  }

  static SessionRow wish(long person, WantedSize wanted) {
    return new SessionRow(
        SessionId.random(RANDOM),
        person,
        new Name("p" + person),
        7,
        ProjectRef.parse("ada/blinky"),
        "main",
        wanted,
        0,
        new SessionLife.Queued(0),
        Optional.empty(),
        false,
        Instant.ofEpochMilli(2_000));
  }

  static void clear(Database database) {
    database.write(jdbc -> {
      jdbc.sql("DELETE FROM session").update();
      return jdbc.sql("DELETE FROM container").update();
    });
  }
}
