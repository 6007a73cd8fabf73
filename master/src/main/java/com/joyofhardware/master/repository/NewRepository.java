package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.repository.Templates.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes a bare repository under another name and moves it in place: it is complete, or not there.
 */
final class NewRepository {
  static final String DEFAULT_BRANCH = "main";
  private static final String UNFINISHED = ".new";

  private NewRepository() {}

  static void make(Path folder, Person author, @Nullable Template template) throws IOException {
    Path unfinished = unfinished(folder);
    Path parent = unfinished.getParent();
    if (parent == null) {
      throw new IOException(folder + " is in no folder");
    }
    Files.createDirectories(parent);
    FileTrees.delete(unfinished);
    try (Repository repository = bare(unfinished)) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      RepositoryConfig.writeTo(config);
      config.save();
      if (template != null) {
        commit(repository, author, template);
      }
    }
    FileTrees.sync(unfinished);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    FileTrees.syncOne(parent);
  }

  private static Repository bare(Path folder) throws IOException {
    try {
      return new FileRepositoryBuilder()
          .setGitDir(folder.toFile())
          .setBare()
          .setInitialBranch(DEFAULT_BRANCH)
          .build();
    } catch (InvalidRefNameException e) {
      throw new IllegalStateException("git takes no branch called " + DEFAULT_BRANCH, e);
    }
  }

  private static void commit(Repository repository, Person author, Template template)
      throws IOException {
    ObjectId commit =
        Commits.add(
            repository,
            null,
            template.files(),
            new PersonIdent(author.displayName(), author.email()),
            Commits.platform(),
            "Start from the template " + template.description().id() + "\n");
    RefUpdate branch = repository.updateRef(Constants.R_HEADS + DEFAULT_BRANCH);
    branch.setNewObjectId(commit);
    branch.setExpectedOldObjectId(ObjectId.zeroId());
    RefUpdate.Result result = branch.update();
    if (result != RefUpdate.Result.NEW) {
      throw new IOException("can't set the first branch of a new repository: " + result);
    }
  }

  /** Removes a repository, made or half made. */
  static void discard(Path folder) throws IOException {
    FileTrees.delete(unfinished(folder));
    FileTrees.delete(folder);
  }

  private static Path unfinished(Path folder) {
    return folder.resolveSibling(folder.getFileName() + UNFINISHED);
  }
}
