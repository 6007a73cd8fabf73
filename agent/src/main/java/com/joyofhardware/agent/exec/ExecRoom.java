package com.joyofhardware.agent.exec;

import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import java.util.concurrent.Semaphore;

/** Plugs commands into the agent. */
public final class ExecRoom {
  private ExecRoom() {}

  public static void open(Services services, Processes processes) {
    Semaphore free = new Semaphore(Limits.MAX_EXECS);
    services
        .routes()
        .webSocket(
            "/exec",
            request -> {
              if (!free.tryAcquire()) {
                throw new JoyException(
                    ErrorCode.LIMIT_REACHED,
                    Limits.MAX_EXECS
                        + " commands run in this session at once; wait for one to end");
              }
              return new ExecSocket(processes, free::release);
            });
  }
}
