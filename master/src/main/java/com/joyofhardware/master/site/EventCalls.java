package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/sessions")
class EventCalls {
  private static final Logger LOG = LoggerFactory.getLogger(EventCalls.class);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final int MOST = 2_000;

  private final Sessions sessions;
  private final EventStreams streams;
  private final CredentialCheck credentials;

  EventCalls(Sessions sessions, EventStreams streams, Accounts accounts, Cookies cookies) {
    this.sessions = sessions;
    this.streams = streams;
    this.credentials = new CredentialCheck(accounts, cookies);
  }

  /** The request's own virtual thread waits and writes. */
  @Operation(summary = "The session's state now and at each change, as server-sent events")
  @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void follow(
      Caller caller,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws Exception {
    Rest.Session session = SessionCalls.own(sessions, caller, id);
    if (streams.count() >= MOST) {
      throw new JoyException(
          ErrorCode.LIMIT_REACHED, MOST + " event streams are open already; close some");
    }
    EventStream stream = new EventStream(KEEP_ALIVE);
    streams.add(stream);
    try (AutoCloseable _ = sessions.follow(session.id(), stream::tell)) {
      // After following has begun, so that no change falls between.
      stream.tell(SessionCalls.own(sessions, caller, id));
      response.setContentType("text/event-stream;charset=utf-8");
      response.setHeader("X-Accel-Buffering", "no");
      stream.writeTo(response.getOutputStream(), () -> credentials.stillGood(request));
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("an event stream's reader left");
    } finally {
      streams.remove(stream);
    }
  }
}
