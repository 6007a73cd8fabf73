package com.joyofhardware.master.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives {@link OnBothDatabases} its two runs. */
final class BothDatabases implements ClassTemplateInvocationContextProvider {
  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    return Stream.of(
        invocation("SQLite", new OnSqlite()), invocation("PostgreSQL", new OnPostgres()));
  }

  private static ClassTemplateInvocationContext invocation(String name, Extension extension) {
    return new ClassTemplateInvocationContext() {
      @Override
      public String getDisplayName(int index) {
        return name;
      }

      @Override
      public List<Extension> getAdditionalExtensions() {
        return List.of(extension);
      }
    };
  }

  private abstract static class Run
      implements ParameterResolver, AfterClassTemplateInvocationCallback {
    private Database database;

    abstract Database open(ExtensionContext context);

    abstract void cleanUp();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Database.class;
    }

    @Override
    public synchronized Object resolveParameter(
        ParameterContext parameter, ExtensionContext context) {
      if (database == null) {
        database = open(context);
      }
      return database;
    }

    @Override
    public synchronized void afterClassTemplateInvocation(ExtensionContext context) {
      if (database != null) {
        database.close();
        database = null;
        cleanUp();
      }
    }
  }

  private static final class OnSqlite extends Run {
    private Path folder;

    @Override
    Database open(ExtensionContext context) {
      try {
        folder = Files.createTempDirectory("joy-sqlite-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Database.sqlite(folder.resolve("joy.db"));
    }

    @Override
    void cleanUp() {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class OnPostgres extends Run implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return TestingPostgres.missing()
          .map(ConditionEvaluationResult::disabled)
          .orElseGet(() -> ConditionEvaluationResult.enabled("PostgreSQL is there"));
    }

    @Override
    Database open(ExtensionContext context) {
      return Database.postgresql(TestingPostgres.of(context).newDatabase());
    }

    @Override
    void cleanUp() {
      // The server's folder goes with all its databases when the JVM's last test is done.
    }
  }
}
