package com.joyofhardware.agent.exec;

import com.joyofhardware.agent.process.Launch;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.server.WebSocket;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.Exec;

/** From the first frame to a running command. Blocking. */
final class Starting {
  private static final System.Logger LOG = System.getLogger(Starting.class.getName());

  /** What a shell exits with (POSIX, Shell Command Language, 2.8.2). */
  private static final int NOT_FOUND = 127;

  private static final int NOT_EXECUTABLE = 126;

  private Starting() {}

  static void start(Processes processes, Exec.Start start, Command command, WebSocket socket) {
    try {
      command.started(processes.onPipes(launch(processes, start)));
    } catch (JoyException e) {
      String message = String.valueOf(e.getMessage());
      switch (e.code()) {
        // a program that can't run ends as it would in a shell, so that SSH tells it so
        case FILE_NOT_FOUND -> command.failed(message, NOT_FOUND);
        case FILE_NO_PERMISSION, TOO_LARGE -> command.failed(message, NOT_EXECUTABLE);
        default -> command.refused(e.code() == ErrorCode.INTERNAL ? 1011 : 1008, message);
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a command could not be started", e);
      command.refused(1011, "the command could not be started: an error of the agent");
    }
  }

  private static Launch launch(Processes processes, Exec.Start start) {
    return Launch.asked(
        start.argv(),
        start.cwd(),
        start.env(),
        processes.environment().workspace(),
        processes.login().resolve());
  }
}
