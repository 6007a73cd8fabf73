package com.joyofhardware.protocol.statement;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Checks who signed a statement. When it is for, and until when, is the caller's to judge. */
public final class StatementVerifier {
  private static final int MAX_LENGTH = 2_048;

  private final PublicKey key;

  public StatementVerifier(PublicKey key) {
    this.key = key;
  }

  /** A verifier for a key as {@link #encode} wrote it. */
  public static StatementVerifier of(String encodedKey) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(encodedKey);
      return new StatementVerifier(
          KeyFactory.getInstance(StatementSigner.ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("not an Ed25519 public key", e);
    }
  }

  /** X.509 form in URL-safe base 64, without padding. */
  public static String encode(PublicKey key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getEncoded());
  }

  public <S extends Statement> S verify(String text, Class<S> kind) {
    int dot = text.indexOf('.');
    if (dot <= 0 || text.length() > MAX_LENGTH) {
      throw refused();
    }
    String payload = text.substring(0, dot);
    try {
      Signature signature = Signature.getInstance(StatementSigner.ALGORITHM);
      signature.initVerify(key);
      signature.update(payload.getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(Base64.getUrlDecoder().decode(text.substring(dot + 1)))) {
        throw refused();
      }
      return read(payload, kind);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new JoyException(ErrorCode.FORBIDDEN, "the statement is not signed by this cluster", e);
    }
  }

  /**
   * What a statement says, its signature unchecked: for one that came straight from who signs, on a
   * connection that is theirs.
   */
  public static <S extends Statement> S fromSigner(String text, Class<S> kind) {
    int dot = text.indexOf('.');
    if (dot <= 0 || text.length() > MAX_LENGTH) {
      throw refused();
    }
    try {
      return read(text.substring(0, dot), kind);
    } catch (IllegalArgumentException e) {
      throw new JoyException(ErrorCode.FORBIDDEN, "the statement can't be read", e);
    }
  }

  private static <S extends Statement> S read(String payload, Class<S> kind) {
    String json = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    Statement statement = Json.read(json, Statement.class);
    if (!kind.isInstance(statement)) {
      throw refused();
    }
    return kind.cast(statement);
  }

  private static JoyException refused() {
    return new JoyException(ErrorCode.FORBIDDEN, "the statement is not signed by this cluster");
  }
}
