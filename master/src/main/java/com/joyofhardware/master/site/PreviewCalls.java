package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.rest.Previews;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/sessions/{id}")
class PreviewCalls {
  private final Sessions sessions;
  private final com.joyofhardware.master.preview.Previews previews;

  PreviewCalls(Sessions sessions, Parts parts) {
    this.sessions = sessions;
    this.previews = parts.previews();
  }

  @Operation(summary = "An address that opens the preview of a port, once and within a minute")
  @PostMapping("/previews")
  Previews.Opened open(Caller caller, @PathVariable String id, @RequestBody Previews.Wanted body) {
    SessionId session = own(caller, id);
    return new Previews.Opened(previews.open(caller.principal(), session, body.port()));
  }

  @Operation(summary = "Open a port to everybody with its address, or close it again")
  @PutMapping("/previews/{port}")
  Previews.Preview share(
      Caller caller,
      @PathVariable String id,
      @PathVariable String port,
      @RequestBody Previews.Sharing body) {
    SessionId session = own(caller, id);
    int number = port(port);
    boolean shared = Fields.required(body.shared(), "shared");
    previews.share(session, number, shared);
    return new Previews.Preview(number, shared, previews.origin(session, number) + "/");
  }

  @Operation(summary = "The ports that are open to everybody")
  @GetMapping("/previews")
  List<Previews.Preview> list(Caller caller, @PathVariable String id) {
    SessionId session = own(caller, id);
    return previews.shared(session).stream()
        .map(port -> new Previews.Preview(port, true, previews.origin(session, port) + "/"))
        .toList();
  }

  @Operation(summary = "Where the preview of a port is, and whether it is open to everybody")
  @GetMapping("/previews/{port}")
  Previews.Preview show(Caller caller, @PathVariable String id, @PathVariable String port) {
    SessionId session = own(caller, id);
    int number = port(port);
    boolean shared = previews.shared(session).contains(number);
    return new Previews.Preview(number, shared, previews.origin(session, number) + "/");
  }

  @Operation(summary = "Where the session's webviews and extension host run")
  @GetMapping("/webview")
  Previews.Webview webview(Caller caller, @PathVariable String id) {
    SessionId session = own(caller, id);
    return new Previews.Webview(
        previews.origins().webview(session).orElse(null),
        previews.origins().extensionHost(session).orElse(null));
  }

  /** A preview shows what the session's tunnel would: it takes the same scope. */
  private SessionId own(Caller caller, String id) {
    Access.requirePerson(caller.principal(), Scope.SESSION);
    return SessionCalls.own(sessions, caller, id).id();
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "a port is a number from 1 to 65535");
    }
    return Integer.parseInt(text);
  }
}
