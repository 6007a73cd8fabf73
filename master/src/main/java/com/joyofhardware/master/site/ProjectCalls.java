package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.protocol.rest.Contents;
import com.joyofhardware.protocol.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class ProjectCalls {
  private final Projects projects;
  private final MasterSettings settings;

  ProjectCalls(Projects projects, MasterSettings settings) {
    this.projects = projects;
    this.settings = settings;
  }

  @Operation(summary = "Make a project, from a template if one is named")
  @PostMapping("/projects")
  @ResponseStatus(HttpStatus.CREATED)
  Rest.Project create(Caller caller, @RequestBody Rest.NewProject body) {
    Access.requirePerson(caller.principal(), Scope.API);
    return shown(
        projects.create(
            caller.principal().person(), Fields.required(body.name(), "name"), body.template()));
  }

  @Operation(summary = "My projects")
  @GetMapping("/projects")
  List<Rest.Project> list(Caller caller) {
    Access.require(caller.principal(), Scope.API);
    return projects.ownedBy(caller.principal().person()).stream().map(this::shown).toList();
  }

  @Operation(summary = "A project of mine, or a public one")
  @GetMapping("/projects/{owner}/{name}")
  Rest.Project show(@PathVariable String owner, @PathVariable String name) {
    return shown(ContentCalls.readable(projects, owner, name));
  }

  @Operation(summary = "Change who may see a project of mine, or what is said of it")
  @PatchMapping("/projects/{owner}/{name}")
  Rest.Project change(
      Caller caller,
      @PathVariable String owner,
      @PathVariable String name,
      @RequestBody Contents.Change body) {
    return shown(projects.change(own(caller, owner, name), body.visibility(), body.description()));
  }

  private Project own(Caller caller, String owner, String name) {
    Access.requirePerson(caller.principal(), Scope.API);
    Project project = ContentCalls.readable(projects, owner, name);
    if (project.ownerId() != caller.principal().person().id()) {
      throw Access.forbidden();
    }
    return project;
  }

  @Operation(summary = "What a project can start from")
  @GetMapping("/templates")
  List<Rest.Template> templates(Caller caller) {
    Access.require(caller.principal(), Scope.API);
    return projects.templates();
  }

  private Rest.Project shown(Project project) {
    return new Rest.Project(
        project.owner(),
        project.name(),
        settings.gitUrl() + "/git/" + project.ref() + ".git",
        null, // SSH is a part of its own; without it there is no address to show
        project.visibility(),
        project.description(),
        project.created(),
        project.pushed());
  }
}
