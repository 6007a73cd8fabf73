package com.joyofhardware.master.repository;

import com.joyofhardware.master.repository.GitAccess.Granted;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.http.server.resolver.AsIsFileService;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;
import org.eclipse.jgit.transport.resolver.ServiceNotAuthorizedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Smart HTTP at {@code /git/{owner}/{repo}.git}. Every request is authorised here, before JGit sees
 * it; JGit then opens the project that was granted, never one by name.
 */
final class GitHttp extends GitServlet {
  static final String GRANTED = GitHttp.class.getName() + ".granted";

  private static final Logger LOG = LoggerFactory.getLogger(GitHttp.class);
  private static final String RECEIVE = "git-receive-pack";
  private static final Pattern PATH =
      Pattern.compile("/([^/]+)/([^/]+)\\.git/(info/refs|git-upload-pack|git-receive-pack)");

  private final GitAccess access;
  private final RepositoryFolders folders;

  GitHttp(GitAccess access, RepositoryFolders folders, FetchService fetches, PushService pushes) {
    this.access = access;
    this.folders = folders;
    setRepositoryResolver((request, name) -> open(granted(request).project()));
    setAsIsFileService(AsIsFileService.DISABLED);
    setUploadPackFactory(fetches);
    setReceivePackFactory(pushes);
  }

  static Granted granted(HttpServletRequest request) throws ServiceNotAuthorizedException {
    if (request.getAttribute(GRANTED) instanceof Granted granted) {
      return granted;
    }
    throw new ServiceNotAuthorizedException();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      request.setAttribute(GRANTED, authorise(request));
    } catch (JoyException e) {
      refuse(response, e);
      return;
    }
    super.service(request, response);
  }

  private Granted authorise(HttpServletRequest request) {
    Matcher path = PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
    if (!path.matches() || !Name.isValid(path.group(1)) || !Name.isValid(path.group(2))) {
      throw new JoyException(
          ErrorCode.NOT_FOUND, "a repository's address is /git/{owner}/{name}.git");
    }
    boolean push =
        path.group(3).equals(RECEIVE)
            || (path.group(3).equals("info/refs")
                && RECEIVE.equals(request.getParameter("service")));
    ProjectRef ref = new ProjectRef(new Name(path.group(1)), new Name(path.group(2)));
    return access.require(request.getHeader("Authorization"), ref, push);
  }

  /** git shows a plain text body to its user, line by line after "remote:". */
  private static void refuse(HttpServletResponse response, JoyException e) throws IOException {
    response.setStatus(e.code().httpStatus());
    if (e.code().httpStatus() == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"Joy of Hardware\", charset=\"UTF-8\"");
    }
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().println(e.getMessage());
  }

  private Repository open(Project project) throws ServiceMayNotContinueException {
    try {
      return folders.open(project);
    } catch (RepositoryNotFoundException e) {
      LOG.atError().addKeyValue("project", project.id()).setCause(e).log("repository is broken");
      throw new ServiceMayNotContinueException(
          "the repository of " + project.ref() + " is broken; ask an administrator to restore it",
          e);
    } catch (IOException e) {
      LOG.atError().addKeyValue("project", project.id()).setCause(e).log("repository unreadable");
      throw new ServiceMayNotContinueException(
          "the repository of " + project.ref() + " can't be read; try again later", e);
    }
  }
}
