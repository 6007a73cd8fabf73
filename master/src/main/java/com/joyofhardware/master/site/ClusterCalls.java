package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Machines, pools and everybody's sessions, for administrators. */
@RestController
@RequestMapping("/api/v1")
class ClusterCalls {
  private final Sessions sessions;
  private final Doctor doctor;

  ClusterCalls(Sessions sessions, Doctor doctor) {
    this.sessions = sessions;
    this.doctor = doctor;
  }

  @Operation(summary = "The machines that run containers")
  @GetMapping("/nodes")
  List<Rest.Node> nodes(Caller caller) {
    Access.requireAdministrator(caller.principal(), Scope.API);
    return sessions.nodes();
  }

  @Operation(summary = "The pools of warm containers")
  @GetMapping("/pools")
  List<Rest.Pool> pools(Caller caller) {
    Access.requireAdministrator(caller.principal(), Scope.API);
    return sessions.pools();
  }

  @Operation(summary = "Everybody's sessions")
  @GetMapping("/admin/sessions")
  List<Rest.SessionDetail> all(Caller caller) {
    Access.requireAdministrator(caller.principal(), Scope.API);
    return sessions.all();
  }

  @Operation(summary = "A session and its container")
  @GetMapping("/admin/sessions/{id}")
  Rest.SessionDetail show(Caller caller, @PathVariable String id) {
    Access.requireAdministrator(caller.principal(), Scope.API);
    return SessionCalls.id(id)
        .flatMap(sessions::detail)
        .orElseThrow(() -> Access.notFound("session", id));
  }

  @Operation(summary = "Save somebody's session, then destroy it")
  @DeleteMapping("/admin/sessions/{id}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Rest.SessionDetail stop(Caller caller, @PathVariable String id) {
    Rest.SessionDetail before = show(caller, id);
    SessionId session = before.id();
    sessions.end(session);
    return sessions.detail(session).orElse(before);
  }

  @Operation(summary = "Whether everything the master needs is in order")
  @GetMapping("/admin/doctor")
  List<Rest.Check> doctor(Caller caller) {
    Access.requireAdministrator(caller.principal(), Scope.API);
    return doctor.checks();
  }
}
