package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.repository.GitAccess.Granted;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectChecker.ErrorType;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.resolver.ReceivePackFactory;
import org.eclipse.jgit.transport.resolver.ServiceNotAuthorizedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes pushes: checks what comes, keeps HEAD valid, and tells who is interested. */
final class PushService implements ReceivePackFactory<HttpServletRequest> {
  /**
   * What old tools wrote into histories that are fine otherwise, and that nobody can repair without
   * rewriting them. Other hosts let these pass, too.
   */
  private static final EnumSet<ErrorType> OLD_SINS =
      EnumSet.of(
          ErrorType.ZERO_PADDED_FILEMODE,
          ErrorType.BAD_TIMEZONE,
          ErrorType.MISSING_SPACE_BEFORE_DATE);

  private final RepositorySettings settings;
  private final RefsListener listener;

  PushService(RepositorySettings settings, RefsListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  @Override
  public ReceivePack create(HttpServletRequest request, Repository repository)
      throws ServiceNotAuthorizedException {
    Granted granted = GitHttp.granted(request);
    Person person = granted.person();
    if (person == null || !granted.project().mayBePushedBy(person)) {
      throw new ServiceNotAuthorizedException();
    }
    ReceivePack service = new Push(repository, granted.project(), listener);
    service.setRefLogIdent(new PersonIdent(person.displayName(), person.email()));
    service.setAllowNonFastForwards(settings.forcePush());
    service.setAllowPushOptions(true);
    service.setMaxObjectSizeLimit(settings.maxObject());
    service.setMaxPackSizeLimit(settings.maxPack());
    ObjectChecker checker = new ObjectChecker();
    OLD_SINS.forEach(sin -> checker.setIgnore(sin, true));
    service.setObjectChecker(checker);
    return service;
  }

  private static final class Push extends ReceivePack {
    private static final Logger LOG = LoggerFactory.getLogger(PushService.class);

    private final Project project;
    private final RefsListener listener;

    Push(Repository repository, Project project, RefsListener listener) {
      super(repository);
      this.project = project;
      this.listener = listener;
    }

    /** Before the report goes out: a client that hears "done" finds everything in order. */
    @Override
    protected void executeCommands() {
      super.executeCommands();
      List<ReceiveCommand> done = filterCommands(Result.OK);
      if (done.isEmpty()) {
        return;
      }
      try {
        Optional<String> moved = DefaultBranch.settle(getRepository());
        moved.ifPresent(branch -> sendMessage("The default branch is now " + branch + "."));
      } catch (IOException e) {
        LOG.atError().addKeyValue("project", project.id()).setCause(e).log("HEAD not settled");
        sendMessage(
            "The default branch couldn't be changed; push again, or tell an administrator.");
      }
      listener.changed(project, List.copyOf(done));
    }
  }
}
