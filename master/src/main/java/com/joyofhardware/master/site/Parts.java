package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.preview.Previews;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.master.repository.RepositoryContents;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.statement.StatementSigner;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the site shows, started before it and stopped after it.
 *
 * @param signer of tickets
 * @param mounts servlets that authenticate by themselves
 * @param obstacle why no session could start yet; empty once one could
 */
public record Parts(
    Database database,
    Accounts accounts,
    Projects projects,
    RepositoryContents contents,
    Sessions sessions,
    Previews previews,
    StatementSigner signer,
    List<Mount> mounts,
    Supplier<Optional<String>> obstacle) {
  public Parts {
    mounts = List.copyOf(mounts);
  }

  /**
   * A servlet for everything below a first path segment; our own security leaves it alone.
   *
   * @param segment a reserved name, without slashes
   */
  public record Mount(String segment, Servlet servlet) {}
}
