package com.joyofhardware.protocol;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every error a client can be told, with its HTTP status and its JSON-RPC code. The stable name on
 * the wire is {@link #code()}.
 */
public enum ErrorCode {
  BAD_REQUEST("request.invalid", 400, -32602),
  UNKNOWN_METHOD("request.unknown_method", 404, -32601),
  MALFORMED("request.malformed", 400, -32700),
  TOO_LARGE("request.too_large", 413, -32001),
  METHOD_NOT_ALLOWED("request.method_not_allowed", 405, -32601),
  WRONG_HOST("request.wrong_host", 421, -32602),
  HEAD_TOO_LARGE("request.head_too_large", 431, -32001),
  RATE_LIMITED("request.rate_limited", 429, -32002),
  NOT_SIGNED_IN("auth.required", 401, -32003),
  WRONG_CREDENTIALS("auth.wrong_credentials", 401, -32003),
  FORBIDDEN("auth.forbidden", 403, -32004),
  WRONG_ORIGIN("auth.wrong_origin", 403, -32004),
  TICKET_STALE("ticket.stale", 401, -32003),
  NOT_FOUND("not_found", 404, -32005),
  CONFLICT("conflict", 409, -32006),
  NAME_TAKEN("name.taken", 409, -32006),
  NAME_RESERVED("name.reserved", 409, -32006),
  QUOTA("quota.exceeded", 409, -32007),
  SESSION_STARTING("session.starting", 503, -32010),
  SESSION_GONE("session.gone", 410, -32011),
  SESSION_SAVING("session.saving", 503, -32010),
  REPOSITORY_BROKEN("repository.broken", 409, -32012),
  FILE_NOT_FOUND("file.not_found", 404, -32020),
  FILE_EXISTS("file.exists", 409, -32021),
  FILE_CHANGED("file.changed", 412, -32022),
  PREFERENCE_CHANGED("preference.changed", 412, -32022),
  FILE_IS_FOLDER("file.is_folder", 409, -32023),
  FILE_NOT_FOLDER("file.not_folder", 409, -32024),
  FILE_OUTSIDE("file.outside", 403, -32025),
  FILE_READ_ONLY("file.read_only", 403, -32026),
  FILE_NO_PERMISSION("file.no_permission", 403, -32027),
  FOLDER_NOT_EMPTY("file.folder_not_empty", 409, -32028),
  DISK_FULL("disk.full", 507, -32030),
  LIMIT_REACHED("limit.reached", 429, -32031),
  RANGE("file.range", 416, -32032),
  MASTER_AWAY("master.away", 503, -32040),
  AGENT_AWAY("agent.away", 502, -32041),
  STOPPING("server.stopping", 503, -32042),
  GIT_FAILED("git.failed", 409, -32050),
  GIT_REJECTED("git.rejected", 409, -32051),
  GIT_CONFLICT("git.conflict", 409, -32052),
  GIT_NO_IDENTITY("git.no_identity", 409, -32053),
  GIT_AUTH("git.auth", 409, -32054),
  GIT_IN_THE_WAY("git.in_the_way", 409, -32055),
  GIT_LOCKED("git.locked", 409, -32056),
  GIT_NO_REPOSITORY("git.no_repository", 409, -32057),
  GIT_NOT_MERGED("git.not_merged", 409, -32058),
  GIT_NOTHING("git.nothing", 409, -32059),
  GIT_CANCELLED("git.cancelled", 409, -32060),
  INTERNAL("internal", 500, -32603);

  private final String code;
  private final int httpStatus;
  private final int rpcCode;

  ErrorCode(String code, int httpStatus, int rpcCode) {
    this.code = code;
    this.httpStatus = httpStatus;
    this.rpcCode = rpcCode;
  }

  /** The code of that stable name; empty for one that this version doesn't know. */
  public static Optional<ErrorCode> of(String code) {
    return Arrays.stream(values()).filter(it -> it.code.equals(code)).findFirst();
  }

  public String code() {
    return code;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public int rpcCode() {
    return rpcCode;
  }
}
