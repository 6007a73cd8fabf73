package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.master.repository.RepositoryContents;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.rest.Contents;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is in a project's repository. Public projects are for everybody, signed in or not. */
@RestController
@RequestMapping("/api/v1/projects/{owner}/{name}")
class ContentCalls {
  /** What Spring Security leaves to {@link #readable}. */
  static final String OPEN = "/api/v1/projects/*/**";

  private static final String DEFAULT_COMMITS = "20";

  private final Projects projects;
  private final RepositoryContents contents;

  ContentCalls(Projects projects, Parts parts) {
    this.projects = projects;
    this.contents = parts.contents();
  }

  @Operation(summary = "Branches and tags")
  @GetMapping("/refs")
  Contents.Refs refs(@PathVariable String owner, @PathVariable String name) {
    return contents.refs(readable(projects, owner, name));
  }

  @Operation(summary = "The newest commits, of everything or of one path")
  @GetMapping("/commits")
  Contents.Commits commits(
      @PathVariable String owner,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String ref,
      @RequestParam(defaultValue = "") String path,
      @RequestParam(defaultValue = DEFAULT_COMMITS) int limit) {
    Project project = readable(projects, owner, name);
    if (limit < 1 || limit > RepositoryContents.MOST_COMMITS) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "limit: give 1 to " + RepositoryContents.MOST_COMMITS);
    }
    return contents.commits(project, ref, path, limit);
  }

  @Operation(summary = "A folder; the root has an empty path")
  @GetMapping("/tree")
  Contents.Tree tree(
      @PathVariable String owner,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String ref,
      @RequestParam(defaultValue = "") String path) {
    return contents.tree(readable(projects, owner, name), ref, path);
  }

  @Operation(summary = "A file, a link or a submodule; with its text when that is short")
  @GetMapping("/blob")
  Contents.Blob blob(
      @PathVariable String owner,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String ref,
      @RequestParam String path) {
    return contents.blob(readable(projects, owner, name), ref, path);
  }

  @Operation(summary = "The bytes of a file, for scripts to fetch: no page can be made of them")
  @GetMapping("/raw")
  void raw(
      @PathVariable String owner,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String ref,
      @RequestParam String path,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    RawAnswer.requireFetch(request);
    contents.raw(readable(projects, owner, name), ref, path, new RawAnswer(request, response));
  }

  /** A project that the caller may read; to anybody else it isn't there. */
  static Project readable(Projects projects, String owner, String name) {
    Optional<Principal> principal = CallerArguments.principal();
    principal.ifPresent(known -> Access.require(known, Scope.API));
    Person person = principal.map(Principal::person).orElse(null);
    return ref(owner, name)
        .flatMap(projects::find)
        .filter(project -> project.mayBeReadBy(person))
        .orElseThrow(() ->
            person == null
                ? SecurityConfiguration.notSignedIn()
                : Access.notFound("project", owner + "/" + name));
  }

  static Optional<ProjectRef> ref(String owner, String name) {
    return Name.isValid(owner) && Name.isValid(name)
        ? Optional.of(new ProjectRef(new Name(owner), new Name(name)))
        : Optional.empty();
  }
}
