package com.joyofhardware.master.launch;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What was asked for: the command line, else the environment, else the file, else the default. */
final class Options {
  private final Map<Option, String> values;

  private Options(Map<Option, String> values) {
    this.values = new EnumMap<>(values);
  }

  static Options parse(List<String> arguments, Map<String, String> environment) {
    Map<Option, String> typed = fromArguments(arguments);
    Map<Option, String> merged = new EnumMap<>(Option.class);
    for (Option option : Option.values()) {
      put(merged, option, option.fallback());
    }
    Map<Option, String> variables = fromEnvironment(environment);
    String file = typed.getOrDefault(Option.CONFIG, variables.get(Option.CONFIG));
    if (file != null) {
      merged.putAll(fromFile(Path.of(file)));
    }
    merged.putAll(variables);
    merged.putAll(typed);
    merged.forEach(Option::requireBuilt);
    return new Options(merged);
  }

  Optional<String> find(Option option) {
    return Optional.ofNullable(values.get(option));
  }

  String get(Option option) {
    return find(option).orElseThrow(() -> new UsageException("--" + option.key() + " is missing"));
  }

  boolean isSet(Option flag) {
    return "true".equals(values.get(flag));
  }

  /** A whole number of at least {@code least}. */
  int number(Option option, int least, int most) {
    return wholeNumber(option, get(option), least, most);
  }

  Optional<Integer> findNumber(Option option, int least, int most) {
    return find(option).map(text -> wholeNumber(option, text, least, most));
  }

  private static int wholeNumber(Option option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as a number out of range is
    }
    throw new UsageException(
        "--%s takes a whole number from %d to %d, not '%s'"
            .formatted(option.key(), least, most, text));
  }

  private static Map<Option, String> fromArguments(List<String> arguments) {
    Map<Option, String> found = new EnumMap<>(Option.class);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        throw new UsageException("'" + argument + "' is not an option; joy up --help lists them");
      }
      int equals = argument.indexOf('=');
      String key = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
      Option option = known(key, "--" + key);
      if (equals >= 0) {
        found.put(option, argument.substring(equals + 1));
      } else if (option.isFlag()) {
        found.put(option, "true");
      } else if (++i < arguments.size()) {
        found.put(option, arguments.get(i));
      } else {
        throw new UsageException("--" + key + " needs a value");
      }
    }
    return found;
  }

  private static Map<Option, String> fromEnvironment(Map<String, String> environment) {
    Map<Option, String> found = new EnumMap<>(Option.class);
    for (Option option : Option.values()) {
      put(found, option, environment.get(option.variable()));
    }
    return found;
  }

  private static Map<Option, String> fromFile(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (NoSuchFileException e) {
      throw new UsageException("--config: there is no file " + file);
    } catch (IOException e) {
      throw new UsageException("--config " + file + " can't be read: " + e.getMessage());
    }
    Map<Option, String> found = new EnumMap<>(Option.class);
    for (String key : lines.stringPropertyNames()) {
      found.put(known(key, "'" + key + "' in " + file), lines.getProperty(key).strip());
    }
    return found;
  }

  private static Option known(String key, String where) {
    return Option.byKey(key)
        .orElseThrow(
            () -> new UsageException(where + " is not an option; joy up --help lists them"));
  }

  private static void put(Map<Option, String> map, Option option, @Nullable String value) {
    if (value != null) {
      map.put(option, value);
    }
  }
}
