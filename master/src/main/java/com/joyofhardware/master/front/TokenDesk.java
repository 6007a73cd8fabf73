package com.joyofhardware.master.front;

import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.front.FrontMessage.Exchange;
import com.joyofhardware.protocol.front.FrontMessage.Exchanged;
import com.joyofhardware.protocol.statement.StatementSigner;

/** Gives tickets for tokens. */
final class TokenDesk {
  private static final System.Logger LOG = System.getLogger(TokenDesk.class.getName());

  private final Authentication authentication;
  private final Sessions sessions;
  private final StatementSigner signer;

  TokenDesk(Authentication authentication, Sessions sessions, StatementSigner signer) {
    this.authentication = authentication;
    this.sessions = sessions;
    this.signer = signer;
  }

  Exchanged answer(Exchange question) {
    try {
      Principal principal =
          authentication
              .byToken(question.token())
              .orElseThrow(() ->
                  new JoyException(
                      ErrorCode.WRONG_CREDENTIALS,
                      "the token is unknown, expired or revoked; make a new one"));
      if (!principal.may(Scope.SESSION)) {
        throw new JoyException(
            ErrorCode.FORBIDDEN, "the token's scope doesn't reach sessions; make one that does");
      }
      String ticket = signer.sign(sessions.ticket(principal, question.session()));
      return new Exchanged(question.id(), ticket, null, null);
    } catch (JoyException e) {
      return new Exchanged(question.id(), null, e.code().code(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a token could not be exchanged", e);
      return new Exchanged(
          question.id(),
          null,
          ErrorCode.INTERNAL.code(),
          "the server could not check the token; try again");
    }
  }
}
