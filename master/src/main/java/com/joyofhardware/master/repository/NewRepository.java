package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.repository.Templates.Template;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
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
    delete(unfinished);
    try (Repository repository = bare(unfinished)) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      RepositoryConfig.writeTo(config);
      config.save();
      if (template != null) {
        commit(repository, author, template);
      }
    }
    sync(unfinished);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    syncOne(parent);
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
    delete(unfinished(folder));
    delete(folder);
  }

  private static Path unfinished(Path folder) {
    return folder.resolveSibling(folder.getFileName() + UNFINISHED);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void sync(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        syncOne(file);
      }
    }
  }

  private static void syncOne(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
