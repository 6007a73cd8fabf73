package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.account.People.Account;
import com.joyofhardware.master.account.People.NewPerson;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** For administrators. */
@RestController
@RequestMapping("/api/v1/users")
class UserCalls {
  private final Accounts accounts;
  private final Projects projects;

  UserCalls(Accounts accounts, Projects projects) {
    this.accounts = accounts;
    this.projects = projects;
  }

  @Operation(summary = "Add a person; without a password there is no log-in, only tokens")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Rest.User add(Caller caller, @RequestBody Rest.NewUser body) {
    Access.requireAdministrator(caller.principal(), Scope.ALL);
    NewPerson wanted =
        new NewPerson(
            Fields.required(body.name(), "name"),
            body.password(),
            body.email(),
            Boolean.TRUE.equals(body.admin()));
    Person added = accounts.people().add(wanted, caller.principal().person().name());
    return user(added, Instant.now());
  }

  @Operation(summary = "Everybody, by name")
  @GetMapping
  List<Rest.User> list(Caller caller) {
    Access.requireAdministrator(caller.principal(), Scope.ALL);
    return accounts.people().all().stream().map(UserCalls::user).toList();
  }

  @Operation(summary = "Remove a person who has no projects; the name stays reserved for 90 days")
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(Caller caller, @PathVariable String name) {
    Access.requireAdministrator(caller.principal(), Scope.ALL);
    Person person = find(accounts, name);
    if (person.equals(caller.principal().person())) {
      throw new JoyException(
          ErrorCode.CONFLICT, "you can't remove yourself; ask another administrator");
    }
    if (!projects.ownedBy(person).isEmpty()) {
      throw new JoyException(
          ErrorCode.CONFLICT, person.name() + " still has projects; delete those first");
    }
    accounts.people().remove(person, caller.principal().person().name());
  }

  static Person find(Accounts accounts, String name) {
    return Optional.of(name)
        .filter(Name::isValid)
        .flatMap(valid -> accounts.people().find(new Name(valid)))
        .orElseThrow(() -> Access.notFound("user", name));
  }

  private static Rest.User user(Account account) {
    return user(account.person(), account.created());
  }

  private static Rest.User user(Person person, Instant created) {
    return new Rest.User(
        person.name(), person.displayName(), person.email(), person.admin(), created);
  }
}
