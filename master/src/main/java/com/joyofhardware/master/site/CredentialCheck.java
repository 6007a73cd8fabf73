package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.account.LogIns;
import com.joyofhardware.master.account.Principal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/** Reads a request's credential; again for one that lasts, as it may be revoked meanwhile. */
record CredentialCheck(Authentication authentication, LogIns logIns, Cookies cookies) {
  private static final String BEARER = "bearer ";

  CredentialCheck(Accounts accounts, Cookies cookies) {
    this(accounts.authentication(), accounts.logIns(), cookies);
  }

  /** A header decides alone: beside a bad token a good cookie counts for nothing. */
  Optional<Principal> byToken(String authorization) {
    return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? authentication.byToken(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  boolean stillGood(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    return authorization != null
        ? byToken(authorization).isPresent()
        : cookies.logIn(request).flatMap(logIns::byCookie).isPresent();
  }
}
