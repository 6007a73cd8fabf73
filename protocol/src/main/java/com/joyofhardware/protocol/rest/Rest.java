package com.joyofhardware.protocol.rest;

import com.google.gson.annotations.SerializedName;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the REST calls under {@code /api/v1}. */
public final class Rest {
  private Rest() {}

  public record Me(
      Name name, String displayName, String email, boolean admin, @Nullable String nixPublicKey) {}

  /** {@code POST /setup}: the first administrator, with the one-time set-up code. */
  public record SetUp(String code, String name, String password, @Nullable String email) {
    @Override
    public String toString() {
      return "SetUp[" + name + "]";
    }
  }

  /** {@code POST /login}; a cookie comes back. */
  public record LogIn(String name, String password) {
    @Override
    public String toString() {
      return "LogIn[" + name + "]";
    }
  }

  /** {@code POST /me/password}; ends all other log-ins. */
  public record PasswordChange(String current, String wanted) {
    @Override
    public String toString() {
      return "PasswordChange[]";
    }
  }

  /** {@code POST /logout}; {@code endSessions} ends those that only this log-in has open. */
  public record LogOut(boolean endSessions) {}

  public enum Visibility {
    @SerializedName("private")
    PRIVATE,
    @SerializedName("public")
    PUBLIC
  }

  public record NewProject(String name, @Nullable String template) {}

  public record Project(
      Name owner,
      Name name,
      String cloneUrl,
      @Nullable String sshUrl,
      Visibility visibility,
      @Nullable String description,
      Instant created,
      @Nullable Instant pushed) {}

  public record Template(String id, String title, String description, String board) {}

  public enum WantedSize {
    @SerializedName("full")
    FULL,
    @SerializedName("burst")
    BURST,
    @SerializedName("any")
    ANY
  }

  public record NewSession(ProjectRef project, @Nullable String ref, @Nullable WantedSize size) {}

  /**
   * A person's session.
   *
   * @param claim null while queued
   * @param url of the IDE
   * @param tunnel path of the tunnel, {@code /s/{id}/}
   * @param reason why it failed
   * @param notice what a person should know, e.g. that required files are not committed
   */
  public record Session(
      SessionId id,
      SessionState state,
      ProjectRef project,
      String ref,
      @Nullable Size size,
      @Nullable NodeName node,
      @Nullable Claim claim,
      String url,
      String tunnel,
      @Nullable Integer queuePosition,
      @Nullable String reason,
      @Nullable String notice,
      Instant created) {}

  /** {@code POST /sessions/{id}/ticket}: the cookie is in the answer's header. */
  public record TicketIssued(Instant expires, Claim claim) {}

  public record NewToken(
      @Nullable String name, @Nullable List<String> scopes, @Nullable Long ttlSeconds) {}

  /** The secret is told once. */
  public record Token(String id, String token, @Nullable Instant expires, List<String> scopes) {
    public Token {
      scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
      return "Token[" + id + "]";
    }
  }

  /** A token in a list: all but its secret. */
  public record TokenInfo(
      String id, String name, List<String> scopes, Instant created, @Nullable Instant expires) {
    public TokenInfo {
      scopes = List.copyOf(scopes);
    }
  }

  /** {@code POST /users}, for administrators; without a password there is no log-in yet. */
  public record NewUser(
      String name, @Nullable String password, @Nullable String email, @Nullable Boolean admin) {
    @Override
    public String toString() {
      return "NewUser[" + name + "]";
    }
  }

  public record User(Name name, String displayName, String email, boolean admin, Instant created) {}

  /** One line of {@code joy admin doctor}; a check that failed says what to do. */
  public record Check(String name, boolean ok, String detail) {}

  public record Node(
      NodeName name, String engine, int threads, long memory, String state, int containers) {}

  public record Pool(
      Size size,
      int target,
      int starting,
      int warm,
      int claimed,
      int stopping,
      int failed,
      int queued,
      @Nullable String reason) {}

  /** {@code session show}: what an administrator sees beside the session. */
  public record SessionDetail(
      SessionId id,
      Name person,
      SessionState state,
      @Nullable Claim claim,
      @Nullable Container container,
      Session session) {}

  /**
   * The container behind a session.
   *
   * @param pid host pid of its first process
   * @param dir host folder of its writable files; null where the engine has none
   */
  public record Container(
      ContainerId id, NodeName node, @Nullable Long pid, @Nullable String dir) {}
}
