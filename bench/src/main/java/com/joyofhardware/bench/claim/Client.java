package com.joyofhardware.bench.claim;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.joyofhardware.bench.claim.KeptConnection.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/** One person's calls, with a token. */
final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;
  private final String token;

  Client(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  String createProject(String name) throws IOException, InterruptedException {
    JsonObject made = post("/api/v1/projects", "{\"name\":\"" + name + "\"}");
    return made.get("owner").getAsString() + "/" + made.get("name").getAsString();
  }

  String gitUrl(String project) {
    return "%s://bench:%s@%s/git/%s.git"
        .formatted(url.getScheme(), token, url.getAuthority(), project);
  }

  /** Milliseconds from asking for the session to having the file. */
  double claim(String project, String file) throws IOException {
    try (KeptConnection kept = new KeptConnection(url, token)) {
      long begin = System.nanoTime();
      Answer opened = kept.post("/api/v1/sessions", "{\"project\":\"" + project + "\"}");
      if (opened.status() / 100 != 2) {
        throw new IOException("opening " + project + " answered " + opened);
      }
      JsonObject session = JsonParser.parseString(opened.body()).getAsJsonObject();
      String path = session.get("tunnel").getAsString() + "files/" + file;
      Answer answer = kept.get(path);
      while (answer.status() == 503) {
        answer = kept.get(path);
      }
      double millis = (System.nanoTime() - begin) / 1e6;
      if (answer.status() != 200 || answer.body().isEmpty()) {
        throw new IOException("GET " + path + " answered " + answer);
      }
      return millis;
    }
  }

  void endSession(String project) throws IOException, InterruptedException {
    for (JsonElement element : sessions()) {
      JsonObject session = element.getAsJsonObject();
      if (session.get("project").getAsString().equals(project)) {
        send(request("/api/v1/sessions/" + session.get("id").getAsString()).DELETE().build());
      }
    }
    await("the session has ended", () -> !isOpen(project));
  }

  /** Nothing starts or stops, and nobody could be kept waiting; only an administrator may look. */
  void awaitFullPool() throws IOException, InterruptedException {
    await(
        "the pool is full and at rest",
        () -> {
          for (JsonElement element : array("/api/v1/pools")) {
            JsonObject pool = element.getAsJsonObject();
            int there = pool.get("warm").getAsInt() + pool.get("claimed").getAsInt();
            boolean moving = pool.get("starting").getAsInt() + pool.get("stopping").getAsInt() > 0;
            if (moving || there < pool.get("target").getAsInt()) {
              return false;
            }
          }
          return true;
        });
  }

  private boolean isOpen(String project) throws IOException, InterruptedException {
    for (JsonElement element : sessions()) {
      JsonObject session = element.getAsJsonObject();
      if (session.get("project").getAsString().equals(project)
          && !session.get("state").getAsString().equals("destroyed")) {
        return true;
      }
    }
    return false;
  }

  private JsonArray sessions() throws IOException, InterruptedException {
    return array("/api/v1/sessions");
  }

  private JsonArray array(String path) throws IOException, InterruptedException {
    return JsonParser.parseString(succeeded(send(request(path).GET().build()))).getAsJsonArray();
  }

  private JsonObject post(String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    return JsonParser.parseString(succeeded(send(request))).getAsJsonObject();
  }

  private static String succeeded(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          answer.request().uri() + " answered " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .header("Authorization", "Bearer " + token)
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(String what, Condition condition)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.holds()) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      Thread.sleep(Duration.ofMillis(50));
    }
  }
}
