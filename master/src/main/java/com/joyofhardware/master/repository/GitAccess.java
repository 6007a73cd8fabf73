package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.ProjectRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who may fetch from and push to which project. What it can't decide is refused. */
final class GitAccess {
  private final Authentication authentication;
  private final Projects projects;

  GitAccess(Authentication authentication, Projects projects) {
    this.authentication = authentication;
    this.projects = projects;
  }

  /**
   * What was asked for, and allowed.
   *
   * @param person null for a visitor of a public project
   */
  record Granted(Project project, @Nullable Person person) {}

  /**
   * @param authorization the header: Basic with a token as the password, or Bearer
   * @throws JoyException NOT_SIGNED_IN, WRONG_CREDENTIALS, FORBIDDEN for a token that may not use
   *     git at all, NOT_FOUND for a project that is missing or somebody else's
   */
  Granted require(@Nullable String authorization, ProjectRef ref, boolean push) {
    String token = authorization == null ? null : token(authorization);
    if (token == null) {
      return visit(ref, push);
    }
    Person person = person(token, ref);
    return projects
        .find(ref)
        .filter(project -> push ? project.mayBePushedBy(person) : project.mayBeReadBy(person))
        .map(project -> new Granted(project, person))
        .orElseThrow(() ->
            new JoyException(
                ErrorCode.NOT_FOUND,
                "there is no project "
                    + ref
                    + " that you may "
                    + (push ? "push to" : "read")
                    + "; check its name, or ask its owner"));
  }

  private Granted visit(ProjectRef ref, boolean push) {
    return projects
        .find(ref)
        .filter(project -> !push && project.mayBeReadBy(null))
        .map(project -> new Granted(project, null))
        .orElseThrow(() ->
            new JoyException(
                ErrorCode.NOT_SIGNED_IN, "sign in with your name, and a token as the password"));
  }

  private Person person(String token, ProjectRef ref) {
    Optional<Principal> bound = authentication.byTokenFor(token, ref);
    if (bound.isPresent()) {
      return bound.get().person();
    }
    Principal principal =
        authentication
            .byToken(token)
            .orElseThrow(() ->
                new JoyException(
                    ErrorCode.WRONG_CREDENTIALS,
                    "the token is unknown, expired or revoked; make a new one"));
    if (!principal.may(Scope.GIT)) {
      throw new JoyException(
          ErrorCode.FORBIDDEN, "this token may not use git; make one with the scope 'git'");
    }
    return principal.person();
  }

  private static @Nullable String token(String authorization) {
    int space = authorization.indexOf(' ');
    String scheme = space < 0 ? "" : authorization.substring(0, space).toLowerCase(Locale.ROOT);
    String value = authorization.substring(space + 1).trim();
    return switch (scheme) {
      case "bearer" -> value;
      case "basic" -> password(value);
      default ->
          throw new JoyException(
              ErrorCode.WRONG_CREDENTIALS,
              "this way to sign in isn't known here; use Basic with a token as the password");
    };
  }

  private static @Nullable String password(String basic) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new JoyException(
          ErrorCode.WRONG_CREDENTIALS, "the Authorization header isn't valid base64", e);
    }
    int colon = text.indexOf(':');
    String password = text.substring(colon + 1);
    // "https://token@host/…" is the other common way to hand over a token.
    String token = password.isEmpty() && colon > 0 ? text.substring(0, colon) : password;
    return token.isEmpty() ? null : token;
  }
}
