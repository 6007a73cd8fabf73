package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.account.LogIns.LogIn;
import com.joyofhardware.master.account.People.NewPerson;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class AccountCalls {
  private final Accounts accounts;
  private final Sessions sessions;
  private final Cookies cookies;

  AccountCalls(Accounts accounts, Sessions sessions, Cookies cookies) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.cookies = cookies;
  }

  @Operation(summary = "Make the first administrator with the one-time set-up code")
  @SecurityRequirements
  @PostMapping("/setup")
  @ResponseStatus(HttpStatus.CREATED)
  Rest.Me setUp(
      @RequestBody Rest.SetUp body, HttpServletRequest request, HttpServletResponse response) {
    NewPerson administrator =
        new NewPerson(
            Fields.required(body.name(), "name"),
            Fields.required(body.password(), "password"),
            body.email(),
            true);
    return signedIn(
        accounts
            .setUp()
            .complete(
                Fields.required(body.code(), "code"),
                administrator,
                CallerArguments.address(request)),
        response);
  }

  @Operation(summary = "Sign in; a cookie comes back")
  @SecurityRequirements
  @PostMapping("/login")
  Rest.Me logIn(
      @RequestBody Rest.LogIn body, HttpServletRequest request, HttpServletResponse response) {
    return signedIn(
        accounts
            .logIns()
            .logIn(
                Fields.required(body.name(), "name"),
                Fields.required(body.password(), "password"),
                CallerArguments.address(request)),
        response);
  }

  private Rest.Me signedIn(LogIn logIn, HttpServletResponse response) {
    cookies.setLogIn(response, logIn.secret());
    return me(logIn.principal().person());
  }

  @Operation(summary = "Sign out; with endSessions, save and end what no other log-in has open")
  @PostMapping("/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logOut(
      Caller caller,
      @RequestBody(required = false) Rest.@Nullable LogOut body,
      HttpServletResponse response) {
    Principal principal = caller.principal();
    List<Rest.Session> ending =
        body != null && body.endSessions() ? sessions.openOnlyBy(principal) : List.of();
    List<Rest.Session> all = sessions.of(principal.person());
    accounts.logIns().logOut(principal, caller.address());
    ending.forEach(session -> sessions.end(session.id()));
    cookies.clearLogIn(response);
    all.forEach(session -> cookies.clearTicket(response, session.id()));
  }

  @Operation(summary = "The sessions that a log-out with endSessions would end")
  @GetMapping("/logout")
  List<Rest.Session> ending(Caller caller) {
    return sessions.openOnlyBy(caller.principal());
  }

  @Operation(summary = "Who I am")
  @GetMapping("/me")
  Rest.Me me(Caller caller) {
    return me(caller.principal().person());
  }

  @Operation(summary = "Change my password; all other log-ins end, tokens stay")
  @PostMapping("/me/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void changePassword(Caller caller, @RequestBody Rest.PasswordChange body) {
    Access.requirePerson(caller.principal(), Scope.ALL);
    accounts
        .ownPassword()
        .change(
            caller.principal(),
            Fields.required(body.current(), "current"),
            Fields.required(body.wanted(), "wanted"),
            caller.address());
  }

  private static Rest.Me me(Person person) {
    return new Rest.Me(person.name(), person.displayName(), person.email(), person.admin(), null);
  }
}
