package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Operator;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.util.Arrays;

/** What a call asks of who calls. */
final class Access {
  private Access() {}

  /** One of the scopes is enough. */
  static void require(Principal principal, Scope... scopes) {
    if (Arrays.stream(scopes).noneMatch(principal::may)) {
      throw forbidden();
    }
  }

  static void requireAdministrator(Principal principal, Scope scope) {
    require(principal, scope);
    if (!principal.person().admin()) {
      throw forbidden();
    }
  }

  /** For what somebody owns: no account stands behind the operator. */
  static void requirePerson(Principal principal, Scope... scopes) {
    require(principal, scopes);
    if (principal.person().equals(Operator.PERSON)) {
      throw new JoyException(
          ErrorCode.FORBIDDEN,
          "the server's own token belongs to nobody; make a token for a person and use that");
    }
  }

  static JoyException forbidden() {
    return new JoyException(
        ErrorCode.FORBIDDEN,
        "this is not allowed with this log-in or token; ask an administrator, or use another");
  }

  /** The same words whether it isn't there or is somebody else's. */
  static JoyException notFound(String what, Object name) {
    return new JoyException(
        ErrorCode.NOT_FOUND,
        "there is no " + what + " '" + name + "' that you may see; check the name");
  }
}
