package com.joyofhardware.master.launch.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The commands of {@code joy admin}. */
public final class Admin {
  public static final String HELP =
      """
      Usage: ./joy admin [--data DIR | --url URL --token-file FILE] [--json] COMMAND

        user add NAME [--admin] [--password-stdin]
        user list
        token create --user NAME [--scope all|git|api|session] [--ttl 30d|12h|15m]
        session list | show ID | stop ID
        node list
        pool show
        doctor
      """;

  private static final Map<Character, Duration> UNITS =
      Map.of(
          's', Duration.ofSeconds(1),
          'm', Duration.ofMinutes(1),
          'h', Duration.ofHours(1),
          'd', Duration.ofDays(1));

  private final Words words;
  private final InputStream in;
  private final PrintStream out;

  private Admin(Words words, InputStream in, PrintStream out) {
    this.words = words;
    this.in = in;
    this.out = out;
  }

  /**
   * Runs one command.
   *
   * @return true unless a check of {@code doctor} failed
   * @throws AdminUsageException for what can't be understood
   * @throws AdminException when the server can't be reached, or refuses
   */
  public static boolean run(List<String> arguments, InputStream in, PrintStream out) {
    return new Admin(Words.parse(arguments), in, out).run();
  }

  private boolean run() {
    String subject = words.next("a command");
    if (subject.equals("doctor")) {
      return doctor();
    }
    String verb = words.next("what to do with " + subject);
    switch (subject + " " + verb) {
      case "user add" -> addUser();
      case "user list" -> show("/users");
      case "token create" -> createToken();
      case "session list" -> show("/admin/sessions");
      case "session show" -> show("/admin/sessions/" + encoded("the session's id"));
      case "session stop" -> stopSession();
      case "node list" -> show("/nodes");
      case "pool show" -> show("/pools");
      case "node add", "node drain", "node undrain" ->
          throw new AdminUsageException(subject + " " + verb + " is not built yet");
      default -> throw new AdminUsageException("'" + subject + " " + verb + "' is not a command");
    }
    return true;
  }

  private void addUser() {
    JsonObject user = new JsonObject();
    user.addProperty("name", words.next("the name"));
    user.addProperty("admin", words.has("--admin"));
    if (words.has("--password-stdin")) {
      user.addProperty("password", readPassword());
    }
    print(api().post("/users", user));
  }

  private String readPassword() {
    try {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException e) {
      throw new AdminException("the password can't be read: " + e.getMessage(), e);
    }
  }

  private void createToken() {
    String user =
        words.option("--user").orElseThrow(() -> new AdminUsageException("--user is missing"));
    JsonObject token = new JsonObject();
    words
        .option("--scope")
        .ifPresent(scopes -> {
          JsonArray list = new JsonArray();
          List.of(scopes.split(",", -1)).forEach(list::add);
          token.add("scopes", list);
        });
    words.option("--ttl").ifPresent(ttl -> token.addProperty("ttlSeconds", seconds(ttl)));
    words.requireEnd();
    String path = "/users/" + URLEncoder.encode(user, StandardCharsets.UTF_8) + "/tokens";
    JsonElement made = api().post(path, token);
    if (words.has("--json")) {
      print(made);
    } else {
      out.println(made.getAsJsonObject().get("token").getAsString());
    }
  }

  static long seconds(String ttl) {
    try {
      Duration unit = UNITS.get(ttl.charAt(ttl.length() - 1));
      long number = Long.parseLong(ttl.substring(0, ttl.length() - 1));
      if (unit != null && number > 0) {
        return unit.multipliedBy(number).toSeconds();
      }
    } catch (IndexOutOfBoundsException | NumberFormatException | ArithmeticException e) {
      // told below, as a missing unit is
    }
    throw new AdminUsageException(
        "--ttl takes a number and a unit: 15m, 12h, 30d; not '" + ttl + "'");
  }

  private void stopSession() {
    String id = encoded("the session's id");
    words.requireEnd();
    JsonElement stopped = api().delete("/admin/sessions/" + id);
    if (words.has("--json")) {
      print(stopped);
    } else {
      out.println("saving " + id + "; it ends when its work is safe");
    }
  }

  private boolean doctor() {
    words.requireEnd();
    JsonArray checks = api().get("/admin/doctor").getAsJsonArray();
    boolean well = true;
    for (JsonElement element : checks) {
      JsonObject check = element.getAsJsonObject();
      boolean ok = check.get("ok").getAsBoolean();
      well &= ok;
      if (!words.has("--json")) {
        out.printf(
            "%-4s %-18s %s%n",
            ok ? "ok" : "BAD", check.get("name").getAsString(), check.get("detail").getAsString());
      }
    }
    if (words.has("--json")) {
      out.println(checks);
    }
    return well;
  }

  private void show(String path) {
    words.requireEnd();
    print(api().get(path));
  }

  private String encoded(String what) {
    return URLEncoder.encode(words.next(what), StandardCharsets.UTF_8);
  }

  private void print(JsonElement value) {
    if (words.has("--json")) {
      out.println(value);
    } else {
      out.print(Table.of(value));
    }
  }

  private Api api() {
    return Api.of(words);
  }
}
