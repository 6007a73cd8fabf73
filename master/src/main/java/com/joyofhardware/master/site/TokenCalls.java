package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.account.Tokens;
import com.joyofhardware.master.account.Tokens.Created;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class TokenCalls {
  /** A token that lives longer has no end at all. */
  private static final Duration LONGEST = Duration.ofDays(3660);

  private final Tokens tokens;
  private final Accounts accounts;

  TokenCalls(Accounts accounts) {
    this.tokens = accounts.tokens();
    this.accounts = accounts;
  }

  @Operation(summary = "Make a token; its secret is told once. Without scopes it has all rights")
  @PostMapping("/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  Rest.Token create(Caller caller, @RequestBody(required = false) Rest.@Nullable NewToken body) {
    Access.requirePerson(caller.principal(), Scope.ALL);
    return create(caller.principal(), caller.principal().person(), body);
  }

  @Operation(summary = "Make a token for somebody, as an administrator")
  @PostMapping("/users/{name}/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  Rest.Token createFor(
      Caller caller,
      @PathVariable String name,
      @RequestBody(required = false) Rest.@Nullable NewToken body) {
    Access.requireAdministrator(caller.principal(), Scope.ALL);
    return create(caller.principal(), UserCalls.find(accounts, name), body);
  }

  private Rest.Token create(Principal by, Person person, Rest.@Nullable NewToken body) {
    Rest.NewToken wanted = body == null ? new Rest.NewToken(null, null, null) : body;
    Created created =
        tokens.create(
            person,
            wanted.name() == null ? "" : wanted.name(),
            scopes(wanted.scopes()),
            lifetime(wanted.ttlSeconds()),
            by.person().name());
    return new Rest.Token(
        created.described().id(),
        created.secret(),
        created.described().expires(),
        texts(created.described().scopes()));
  }

  private static Set<Scope> scopes(@Nullable List<String> texts) {
    if (texts == null || texts.isEmpty()) {
      return Set.of(Scope.ALL);
    }
    return texts.stream().map(TokenCalls::scope).collect(Collectors.toSet());
  }

  private static Scope scope(@Nullable String text) {
    return Scope.parse(text == null ? "" : text)
        .orElseThrow(() ->
            new JoyException(
                ErrorCode.BAD_REQUEST,
                "scopes: '"
                    + text
                    + "' is unknown; there are "
                    + Arrays.stream(Scope.values())
                        .map(Scope::text)
                        .collect(Collectors.joining(", "))));
  }

  private static @Nullable Duration lifetime(@Nullable Long seconds) {
    if (seconds == null) {
      return null;
    }
    if (seconds <= 0 || seconds > LONGEST.toSeconds()) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "ttlSeconds: give 1 to " + LONGEST.toSeconds() + ", or leave it out for no end");
    }
    return Duration.ofSeconds(seconds);
  }

  @Operation(summary = "My tokens, without their secrets")
  @GetMapping("/tokens")
  List<Rest.TokenInfo> list(Caller caller) {
    Access.requirePerson(caller.principal(), Scope.ALL);
    return tokens.of(caller.principal().person()).stream()
        .map(token ->
            new Rest.TokenInfo(
                token.id(), token.name(), texts(token.scopes()), token.created(), token.expires()))
        .toList();
  }

  @Operation(summary = "Revoke a token; what it has open is cut")
  @DeleteMapping("/tokens/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(Caller caller, @PathVariable String id) {
    Access.requirePerson(caller.principal(), Scope.ALL);
    Person person = caller.principal().person();
    if (!tokens.revoke(person, id, person.name())) {
      throw Access.notFound("token", id);
    }
  }

  private static List<String> texts(Set<Scope> scopes) {
    return scopes.stream().map(Scope::text).sorted().toList();
  }
}
