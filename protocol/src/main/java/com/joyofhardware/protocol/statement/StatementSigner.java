package com.joyofhardware.protocol.statement;

import com.joyofhardware.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Signs statements with the cluster's key. The form is {@code
 * base64url(json).base64url(signature)}; the signature covers the encoded payload.
 */
public final class StatementSigner {
  static final String ALGORITHM = "Ed25519";

  private final PrivateKey key;

  public StatementSigner(PrivateKey key) {
    this.key = key;
  }

  public String sign(Statement statement) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String payload =
        encoder.encodeToString(
            Json.write(statement, Statement.class).getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(payload.getBytes(StandardCharsets.US_ASCII));
      return payload + "." + encoder.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK can't sign with Ed25519", e);
    }
  }
}
