package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.SessionState;
import com.joyofhardware.protocol.statement.Ticket;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/sessions")
class SessionCalls {
  private final Sessions sessions;
  private final Projects projects;
  private final Cookies cookies;

  SessionCalls(Sessions sessions, Projects projects, Cookies cookies) {
    this.sessions = sessions;
    this.projects = projects;
    this.cookies = cookies;
  }

  @Operation(summary = "Open a session, or get the one there is; 202 while it is queued")
  @PostMapping
  ResponseEntity<Rest.Session> open(Caller caller, @RequestBody Rest.NewSession body) {
    Access.requirePerson(caller.principal(), Scope.API, Scope.SESSION);
    Person person = caller.principal().person();
    ProjectRef project = Fields.required(body.project(), "project");
    if (projects.find(project).filter(found -> found.mayBeReadBy(person)).isEmpty()) {
      throw Access.notFound("project", project);
    }
    Rest.WantedSize size = body.size() == null ? Rest.WantedSize.ANY : body.size();
    Sessions.Opened opened = sessions.open(caller.principal(), project, body.ref(), size);
    Rest.Session session = opened.session();
    HttpStatus status =
        session.state() == SessionState.QUEUED ? HttpStatus.ACCEPTED : HttpStatus.CREATED;
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(status).location(URI.create("/api/v1/sessions/" + session.id()));
    if (opened.ticket() != null) {
      answer.header(Protocol.OPENED_HEADER, session.id() + " " + opened.ticket());
    }
    return answer.body(session);
  }

  @Operation(summary = "My sessions")
  @GetMapping
  List<Rest.Session> list(Caller caller) {
    Access.require(caller.principal(), Scope.API, Scope.SESSION);
    return sessions.of(caller.principal().person());
  }

  @Operation(summary = "A session of mine; destroyed ones too, for an hour")
  @GetMapping("/{id}")
  Rest.Session show(Caller caller, @PathVariable String id) {
    return own(sessions, caller, id);
  }

  @Operation(summary = "Save a session, then destroy it")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Rest.Session end(Caller caller, @PathVariable String id) {
    Rest.Session session = own(sessions, caller, id);
    sessions.end(session.id());
    return sessions.find(caller.principal().person(), session.id()).orElse(session);
  }

  @Operation(summary = "A ticket for the tunnel, as a cookie of the tunnel's path")
  @PostMapping("/{id}/ticket")
  Rest.TicketIssued ticket(Caller caller, @PathVariable String id, HttpServletResponse response) {
    Rest.Session session = own(sessions, caller, id);
    Ticket ticket = sessions.ticket(caller.principal(), session.id());
    cookies.setTicket(response, ticket);
    return new Rest.TicketIssued(ticket.expires(), ticket.claim());
  }

  /** A session of the caller's; anybody else's is not there. */
  static Rest.Session own(Sessions sessions, Caller caller, String id) {
    Access.require(caller.principal(), Scope.API, Scope.SESSION);
    return id(id)
        .flatMap(valid -> sessions.find(caller.principal().person(), valid))
        .orElseThrow(() -> Access.notFound("session", id));
  }

  static Optional<SessionId> id(String text) {
    try {
      return Optional.of(new SessionId(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no session has such an id: it is as missing as any other
    }
  }
}
