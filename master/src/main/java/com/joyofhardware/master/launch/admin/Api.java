package com.joyofhardware.master.launch.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** The REST API of one server, with an administrator's token. */
final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;
  private final String token;

  private Api(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  /** The server that {@code --data} or {@code --url} name; by default the one of ./data. */
  static Api of(Words words) {
    if (words.option("--url").isPresent()) {
      Path file =
          words
              .option("--token-file")
              .map(Path::of)
              .orElseThrow(() -> new AdminUsageException("--url goes with --token-file"));
      return new Api(URI.create(words.option("--url").orElseThrow()), read(file).strip());
    }
    Path data = Path.of(words.option("--data").orElse("./data"));
    Path run = data.resolve("run").resolve("master.json");
    if (!Files.exists(run)) {
      throw new AdminException(
          "no server runs on "
              + data
              + ": start it with ./joy up, or name another by --data or --url");
    }
    JsonObject master = JsonParser.parseString(read(run)).getAsJsonObject();
    return new Api(URI.create(master.get("url").getAsString()), master.get("token").getAsString());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new AdminException("there is no file " + file, e);
    } catch (IOException e) {
      throw new AdminException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  JsonElement get(String path) {
    return send(request(path).GET());
  }

  JsonElement post(String path, JsonObject body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  JsonElement delete(String path) {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve("/api/v1" + path))
        .header("Authorization", "Bearer " + token)
        .timeout(PATIENCE);
  }

  private JsonElement send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new AdminException(detail(answer));
      }
      return answer.body().isBlank() ? JsonNull.INSTANCE : JsonParser.parseString(answer.body());
    } catch (IOException e) {
      throw new AdminException("the server at " + url + " does not answer: is it running?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AdminException("interrupted", e);
    }
  }

  private static String detail(HttpResponse<String> answer) {
    try {
      return JsonParser.parseString(answer.body()).getAsJsonObject().get("detail").getAsString();
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      return "the server answered " + answer.statusCode();
    }
  }
}
