package com.joyofhardware.protocol.typescript;

import com.google.gson.annotations.SerializedName;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.Identifier;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.rest.Rest;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the TypeScript twins of the records a browser sees, by reflection over {@link WebTypes}.
 */
public final class TypeScript {
  private static final Set<Class<?>> TEXTS =
      Set.of(String.class, Claim.class, ProjectRef.class, AgentAddress.class, Instant.class);

  private final StringBuilder out = new StringBuilder();
  private final Set<Class<?>> done = new LinkedHashSet<>();

  private TypeScript() {}

  /** Writes the file named by the first argument. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, generate());
  }

  public static String generate() {
    TypeScript writer = new TypeScript();
    writer.constants();
    WebTypes.ALL.forEach(writer::declare);
    return writer.out.toString();
  }

  private void constants() {
    out.append("// Generated from protocol/ by ./joy generate; do not edit.\n\n");
    out.append("export const PROTOCOL_VERSION = ").append(Protocol.VERSION).append(";\n\n");
    out.append("export const limits = {\n");
    Arrays.stream(Limits.class.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .forEach(field -> property(camel(field.getName()), value(field)));
    out.append("} as const;\n\nexport const errorStatus = {\n");
    Arrays.stream(ErrorCode.values())
        .forEach(code -> property("'" + code.code() + "'", String.valueOf(code.httpStatus())));
    out.append("} as const;\n\nexport type ErrorCode = keyof typeof errorStatus;\n");
  }

  private void property(String name, String value) {
    out.append("  ").append(name).append(": ").append(value).append(",\n");
  }

  private static String value(Field field) {
    try {
      return String.valueOf(field.get(null));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String camel(String constant) {
    String[] words = constant.toLowerCase(Locale.ROOT).split("_", -1);
    return words[0]
        + Arrays.stream(words)
            .skip(1)
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
  }

  private void declare(Class<?> type) {
    if (!done.add(type)) {
      return;
    }
    if (type.isEnum()) {
      out.append("\nexport type ").append(name(type)).append(" = ").append(constants(type));
      out.append(";\n");
    } else if (type.isSealed()) {
      List<Class<?>> members = Arrays.asList(type.getPermittedSubclasses());
      members.forEach(this::declare);
      out.append("\nexport type ").append(name(type)).append(" =\n  | ");
      out.append(members.stream().map(TypeScript::name).collect(Collectors.joining("\n  | ")));
      out.append(";\n");
    } else {
      Arrays.stream(type.getRecordComponents()).forEach(c -> needed(c.getGenericType()));
      out.append("\nexport interface ").append(name(type)).append(" {\n");
      tag(type);
      Arrays.stream(type.getRecordComponents()).forEach(this::field);
      out.append("}\n");
    }
  }

  private void tag(Class<?> type) {
    boolean member = Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    if (member) {
      String simple = type.getSimpleName();
      out.append("  readonly type: '").append(Character.toLowerCase(simple.charAt(0)));
      out.append(simple.substring(1)).append("';\n");
    }
  }

  private void field(RecordComponent component) {
    AnnotatedElement use = component.getAnnotatedType();
    String optional = use.isAnnotationPresent(Nullable.class) ? "?" : "";
    out.append("  readonly ").append(component.getName()).append(optional).append(": ");
    out.append(twin(component.getGenericType()));
    // answers of the REST calls say null, a request may leave the field out
    boolean rest = component.getDeclaringRecord().getEnclosingClass() == Rest.class;
    out.append(rest && !optional.isEmpty() ? " | null;\n" : ";\n");
  }

  private void needed(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      Arrays.stream(parameterized.getActualTypeArguments()).forEach(this::needed);
    } else if (type instanceof Class<?> plain && !isText(plain) && isOurs(plain)) {
      declare(plain);
    }
  }

  private static String twin(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      Class<?> raw = (Class<?>) parameterized.getRawType();
      if (Map.class.isAssignableFrom(raw)) {
        return "Readonly<Record<string, " + twin(arguments[1]) + ">>";
      }
      if (Collection.class.isAssignableFrom(raw)) {
        return "readonly " + twin(arguments[0]) + "[]";
      }
    } else if (type instanceof Class<?> plain) {
      if (isText(plain)) {
        return "string";
      }
      if (plain == boolean.class || plain == Boolean.class) {
        return "boolean";
      }
      if (plain.isPrimitive() || Number.class.isAssignableFrom(plain)) {
        return "number";
      }
      if (isOurs(plain)) {
        return name(plain);
      }
    }
    throw new IllegalArgumentException("no TypeScript twin for " + type);
  }

  private static boolean isText(Class<?> type) {
    return TEXTS.contains(type) || Identifier.class.isAssignableFrom(type);
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("com.joyofhardware.protocol.");
  }

  /** {@code Rest.Session} is {@code RestSession}: its simple name alone could stand twice. */
  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + type.getSimpleName();
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(Field::isEnumConstant)
        .map(TypeScript::serialized)
        .collect(Collectors.joining(" | "));
  }

  private static String serialized(Field constant) {
    SerializedName name = constant.getAnnotation(SerializedName.class);
    return "'" + (name == null ? constant.getName() : name.value()) + "'";
  }
}
