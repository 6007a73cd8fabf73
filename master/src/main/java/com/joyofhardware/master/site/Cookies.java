package com.joyofhardware.master.site;

import com.joyofhardware.master.account.LogIns;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.Ticket;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** Our cookies: one a log-in, and one a session's ticket. No page's script can read them. */
final class Cookies {
  static final String TICKET = "joy-ticket";

  private final StatementSigner signer;
  private final boolean secure;
  private final String logIn;

  Cookies(MasterSettings settings, Parts parts) {
    signer = parts.signer();
    secure = settings.isSecure();
    // __Host- makes browsers insist on Secure, path / and no domain, which plain HTTP can't have.
    logIn = secure ? "__Host-joy" : "joy";
  }

  Optional<String> logIn(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(logIn)) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  void setLogIn(HttpServletResponse response, String secret) {
    add(response, logIn, secret, "/", LogIns.LIFETIME);
  }

  void clearLogIn(HttpServletResponse response) {
    add(response, logIn, "", "/", Duration.ZERO);
  }

  void setTicket(HttpServletResponse response, Ticket ticket) {
    add(
        response,
        TICKET,
        signer.sign(ticket),
        path(ticket.session()),
        Duration.ofSeconds(Limits.TICKET_SECONDS));
  }

  void clearTicket(HttpServletResponse response, SessionId session) {
    add(response, TICKET, "", path(session), Duration.ZERO);
  }

  private static String path(SessionId session) {
    return "/s/" + session + "/";
  }

  private void add(
      HttpServletResponse response, String name, String value, String path, Duration life) {
    ResponseCookie cookie =
        ResponseCookie.from(name, value)
            .path(path)
            .maxAge(life)
            .httpOnly(true)
            .secure(secure)
            .sameSite("Strict")
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }
}
