package com.joyofhardware.master.site;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.account.People.NewPerson;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.preview.PreviewOrigins;
import com.joyofhardware.master.preview.Previews;
import com.joyofhardware.master.site.Parts.Mount;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** A master that really serves, over projects and sessions that are only remembered. */
final class TestingMaster implements AutoCloseable {
  static final String ORIGIN = "http://localhost:8080";
  static final String PASSWORD = "correct horse";

  final Database database;
  final Previews previews;
  final Accounts accounts;
  final TestingProjects projects = new TestingProjects();
  final TestingSessions sessions = new TestingSessions();
  final AtomicReference<String> obstacle = new AtomicReference<>();
  final StatementVerifier verifier;
  final Path data;
  final Master master;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger people = new AtomicInteger();

  TestingMaster(Path folder) throws Exception {
    this(folder, ORIGIN);
  }

  TestingMaster(Path folder, String publicUrl) throws Exception {
    data = folder.resolve("data");
    Path web = folder.resolve("web");
    page(web, "index.html", "welcome");
    page(web, "login.html", "sign in");
    page(web, "setup.html", "set up");
    page(web, "dashboard.html", "projects");
    page(web, "account.html", "account");
    page(web, "project.html", "project");
    page(web, "error.html", "<h1>{{title}}</h1>{{text}}");
    page(web, "ide.html", "workbench");
    page(web, "icon.svg", "<svg/>");
    page(web, "assets/app-1234.js", "let long = 'a script'");
    page(web, "assets/app-1234.js.br", "brotli");
    page(web, "assets/app-1234.js.gz", "gzip");
    page(web, "secret.txt", "not for everybody");
    database = Database.sqlite(data.resolve("joy.db"));
    accounts = Accounts.in(database);
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    verifier = new StatementVerifier(keys.getPublic());
    Map<String, String> settings = new HashMap<>();
    settings.put(MasterSettings.DATA, data.toString());
    settings.put(MasterSettings.WEB, web.toString());
    settings.put(MasterSettings.PUBLIC_URL, publicUrl);
    StatementSigner signer = new StatementSigner(keys.getPrivate());
    previews =
        new Previews(
            database,
            sessions,
            accounts.grants(),
            new Previews.Key(signer, verifier),
            new PreviewOrigins(URI.create(publicUrl), "localhost"));
    master =
        Master.start(
            MasterSettings.of(settings),
            new Parts(
                database,
                accounts,
                projects,
                new TestingContents(),
                sessions,
                previews,
                signer,
                List.of(new Mount("git", new Echo())),
                () -> Optional.ofNullable(obstacle.get())));
  }

  private static void page(Path web, String name, String text) {
    try {
      Path file = web.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stands for git: tells what it got. */
  private static final class Echo extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(request.getMethod() + " " + request.getPathInfo());
    }
  }

  /** Somebody new, by a name nobody has yet. */
  Person person() {
    return person(false);
  }

  Person person(boolean admin) {
    String name = "person-" + people.incrementAndGet();
    return accounts.people().add(new NewPerson(name, PASSWORD, null, admin), new Name("root"));
  }

  String token(Person person, Scope... scopes) {
    return accounts.tokens().create(person, "", Set.of(scopes), null, person.name()).secret();
  }

  /** The cookie of a log-in, as a request sends it. */
  String cookie(Person person) {
    Answer answer =
        call("POST", "/api/v1/login")
            .json("{\"name\":\"%s\",\"password\":\"%s\"}".formatted(person.name(), PASSWORD))
            .send();
    return cookieIn(answer, "joy");
  }

  static String cookieIn(Answer answer, String name) {
    return answer.headers("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cookie " + name + " in " + answer));
  }

  /** First path segments of everything that is mapped. */
  Set<String> firstSegments() {
    return master.mappings().stream()
        .map(pattern -> pattern.substring(1).split("/", 2)[0])
        .filter(segment -> !segment.isEmpty() && !segment.startsWith("{"))
        .collect(Collectors.toSet());
  }

  Call call(String method, String path) {
    return new Call(method, path);
  }

  /** A request on its way. */
  final class Call {
    private final String method;
    private final HttpRequest.Builder request;
    private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

    private Call(String method, String path) {
      this.method = method;
      this.request = HttpRequest.newBuilder(URI.create(master.url() + path));
    }

    Call json(String text) {
      body = HttpRequest.BodyPublishers.ofString(text);
      return header("Content-Type", "application/json");
    }

    Call header(String name, String value) {
      request.header(name, value);
      return this;
    }

    Call bearer(String token) {
      return header("Authorization", "Bearer " + token);
    }

    Call cookie(String cookie) {
      return header("Cookie", cookie);
    }

    /** As a page of ours sends it. */
    Call fromPage(String cookie) {
      return cookie(cookie).header("Origin", ORIGIN);
    }

    HttpRequest build() {
      return request.method(method, body).build();
    }

    Answer send() {
      try {
        return new Answer(client.send(build(), HttpResponse.BodyHandlers.ofString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  HttpClient client() {
    return client;
  }

  /** What came back. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    JsonElement json() {
      return JsonParser.parseString(body());
    }

    String text(String member) {
      return json().getAsJsonObject().get(member).getAsString();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    List<String> headers(String name) {
      return response.headers().allValues(name);
    }

    @Override
    public String toString() {
      return status() + " " + response.headers().map() + "\n" + body();
    }
  }

  @Override
  public void close() {
    client.close();
    master.close();
    database.close();
  }
}
