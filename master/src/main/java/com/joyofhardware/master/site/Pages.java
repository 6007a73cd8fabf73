package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.ReservedNames;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** The pages that Vite built, and who is led to which. */
@RestController
@Hidden
class Pages {
  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
  private static final Set<String> SITE = Set.of("/", "/login", "/setup", "/dashboard", "/account");

  private final MasterSettings settings;
  private final Projects projects;
  private final Sessions sessions;
  private final Cookies cookies;

  Pages(MasterSettings settings, Projects projects, Sessions sessions, Cookies cookies) {
    this.settings = settings;
    this.projects = projects;
    this.sessions = sessions;
    this.cookies = cookies;
  }

  static boolean isSitePage(String path) {
    return SITE.contains(path) || isProjectPage(path);
  }

  static boolean isPage(String path) {
    return isSitePage(path) || path.startsWith("/ide/");
  }

  private static boolean isProjectPage(String path) {
    String[] segments = path.split("/", -1);
    return segments.length == 3
        && segments[0].isEmpty()
        && ref(segments[1], segments[2]).isPresent();
  }

  private static Optional<ProjectRef> ref(String owner, String repo) {
    return ContentCalls.ref(owner, repo).filter(ref -> !ReservedNames.contains(ref.owner()));
  }

  @GetMapping("/")
  void index(HttpServletRequest request, HttpServletResponse response) throws IOException {
    send("index.html", request, response);
  }

  @GetMapping("/login")
  void logIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
    send("login.html", request, response);
  }

  @GetMapping("/setup")
  void setUp(HttpServletRequest request, HttpServletResponse response) throws IOException {
    send("setup.html", request, response);
  }

  @GetMapping("/dashboard")
  void dashboard(HttpServletRequest request, HttpServletResponse response) throws IOException {
    sendToSignedIn("dashboard.html", request, response);
  }

  @GetMapping("/account")
  void account(HttpServletRequest request, HttpServletResponse response) throws IOException {
    sendToSignedIn("account.html", request, response);
  }

  private void sendToSignedIn(String page, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (CallerArguments.principal().isPresent()) {
      send(page, request, response);
    } else {
      leadToLogIn(request, response);
    }
  }

  @GetMapping("/icon.svg")
  void icon(HttpServletRequest request, HttpServletResponse response) throws IOException {
    send("icon.svg", "image/svg+xml", request, response);
  }

  @GetMapping("/ide/{session}")
  void ide(@PathVariable String session, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Principal> principal = CallerArguments.principal();
    if (principal.isEmpty()) {
      leadToLogIn(request, response);
      return;
    }
    Access.require(principal.get(), Scope.SESSION);
    SessionId id =
        SessionCalls.id(session)
            .filter(valid -> sessions.find(principal.get().person(), valid).isPresent())
            .orElseThrow(() -> Access.notFound("session", session));
    offerTicket(principal.get(), id, response);
    send("ide.html", request, response);
  }

  /** Saves the page a call. A session that isn't ready has none yet; the page asks again. */
  private void offerTicket(Principal principal, SessionId id, HttpServletResponse response) {
    try {
      cookies.setTicket(response, sessions.ticket(principal, id));
    } catch (JoyException e) {
      LOG.atDebug().addKeyValue("session", id).addKeyValue("code", e.code()).log("no ticket yet");
    }
  }

  /** To a visitor a private project looks as one that isn't there: both ask to sign in. */
  @GetMapping("/{owner}/{repo}")
  void project(
      @PathVariable String owner,
      @PathVariable String repo,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    ProjectRef ref =
        ref(owner, repo).orElseThrow(() -> Access.notFound("address", request.getRequestURI()));
    Optional<Principal> principal = CallerArguments.principal();
    Person person = principal.map(Principal::person).orElse(null);
    if (projects.find(ref).filter(project -> project.mayBeReadBy(person)).isPresent()) {
      send("project.html", request, response);
    } else if (person == null) {
      leadToLogIn(request, response);
    } else {
      throw Access.notFound("project", ref);
    }
  }

  /** Only ever to a path of ours: the request's own. */
  private static void leadToLogIn(HttpServletRequest request, HttpServletResponse response) {
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    String next = URLEncoder.encode(request.getRequestURI() + query, StandardCharsets.UTF_8);
    redirect(response, "/login?next=" + next);
  }

  /** Relative, so that a browser stays on the origin it came by. */
  private static void redirect(HttpServletResponse response, String path) {
    response.setStatus(HttpStatus.FOUND.value());
    response.setHeader("Location", path);
  }

  private void send(String file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    send(file, "text/html;charset=utf-8", request, response);
  }

  private void send(
      String name, String type, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Path web = settings.web();
    Path file = web == null ? null : web.resolve(name);
    if (file == null || !Files.isRegularFile(file)) {
      throw Access.notFound("page", name);
    }
    byte[] content = Files.readAllBytes(file);
    if (new ServletWebRequest(request, response).checkNotModified(EntityTag.of(content))) {
      return;
    }
    response.setContentType(type);
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }
}
