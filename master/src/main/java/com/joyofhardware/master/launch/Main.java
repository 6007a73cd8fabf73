package com.joyofhardware.master.launch;

import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.master.launch.admin.Admin;
import com.joyofhardware.master.launch.admin.AdminException;
import com.joyofhardware.master.launch.admin.AdminUsageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What {@code ./joy} starts: {@code up} and {@code admin}. */
public final class Main {
  private static final int OTHER = 1;
  private static final int WRONG_USAGE = 2;
  private static final int MISSING = 3;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    // logback.xml alone says what is logged: Spring Boot would reset it half way through the start
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    List<String> words = List.of(arguments);
    int code = run(words.getFirst(), words.subList(1, words.size()));
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(String command, List<String> words) throws Exception {
    try {
      return switch (command) {
        case "up" -> up(words);
        case "admin" -> admin(words);
        default -> throw new UsageException("unknown command '" + command + "'");
      };
    } catch (UsageException | AdminUsageException e) {
      return told(e, WRONG_USAGE);
    } catch (MissingException e) {
      return told(e, MISSING);
    } catch (AdminException | EngineException | IOException e) {
      return told(e, OTHER);
    }
  }

  private static int up(List<String> words) throws Exception {
    if (words.contains("--help") || words.contains("-h")) {
      System.out.println("Usage: ./joy up [OPTION...]\n");
      System.out.println(
          Arrays.stream(Option.values()).map(Option::help).collect(Collectors.joining("\n")));
      return 0;
    }
    UpSettings settings = UpSettings.of(Options.parse(words, System.getenv()));
    new Up(settings, System.out, System.err).run();
    return 0;
  }

  private static int admin(List<String> words) {
    if (words.isEmpty() || words.contains("--help") || words.contains("-h")) {
      System.out.print(Admin.HELP);
      return words.isEmpty() ? WRONG_USAGE : 0;
    }
    return Admin.run(words, System.in, System.out) ? 0 : OTHER;
  }

  private static int told(Exception e, int code) {
    System.err.println("joy: " + e.getMessage());
    return code;
  }
}
