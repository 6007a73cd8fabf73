package com.joyofhardware.master.site;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Protocol;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class HealthCalls {
  private final Parts parts;
  private final Figures figures;

  HealthCalls(Parts parts, Figures figures) {
    this.parts = parts;
    this.figures = figures;
  }

  /** Whether the process serves. */
  @GetMapping("/healthz")
  Map<String, String> health() {
    return Map.of("status", "ok");
  }

  /** Whether a session could start. */
  @GetMapping("/readyz")
  Map<String, String> ready() {
    try {
      parts.database().read(jdbc -> jdbc.sql("SELECT 1").query(Long.class).single());
    } catch (DataAccessException e) {
      throw new JoyException(ErrorCode.STOPPING, "the database doesn't answer; try again", e);
    }
    parts
        .obstacle()
        .get()
        .ifPresent(why -> {
          throw new JoyException(ErrorCode.SESSION_STARTING, why);
        });
    return Map.of("status", "ok");
  }

  /** For this machine alone: what came through the gateway carries the client's address. */
  @GetMapping(path = "/metrics", produces = "text/plain;version=0.0.4;charset=utf-8")
  String metrics(HttpServletRequest request) {
    if (request.getHeader(Protocol.CLIENT_HEADER) != null) {
      throw Access.notFound("address", request.getRequestURI());
    }
    return figures.scrape();
  }
}
