package com.joyofhardware.protocol;

/** A problem document (RFC 9457), served as {@code application/problem+json}. */
public record Problem(String type, String title, int status, String detail, String code) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(ErrorCode code, String detail) {
    String title =
        code.name().charAt(0)
            + code.name().substring(1).toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return new Problem("about:blank", title, code.httpStatus(), detail, code.code());
  }
}
