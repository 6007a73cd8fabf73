package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.rest.Rest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a new project can start from: the catalogue in the resources, read once. */
final class Templates {
  private static final String ROOT = "/templates/";

  private final List<Template> templates;

  /**
   * @param files text by path in the project
   */
  record Template(Rest.Template description, Map<String, String> files) {
    Template {
      files = Map.copyOf(files);
    }
  }

  /**
   * As the catalogue has it.
   *
   * @param files resource by path; they differ where packaging drops a file, like .gitignore
   */
  private record Entry(
      String id, String title, String description, String board, Map<String, String> files) {}

  private Templates(List<Template> templates) {
    this.templates = templates;
  }

  static Templates load() {
    return new Templates(
        List.of(Json.read(text("catalogue.json"), Entry[].class)).stream()
            .map(Templates::template)
            .toList());
  }

  private static Template template(Entry entry) {
    Map<String, String> files = new TreeMap<>();
    entry.files().forEach((path, file) -> files.put(path, text(entry.id() + "/" + file)));
    return new Template(
        new Rest.Template(entry.id(), entry.title(), entry.description(), entry.board()), files);
  }

  private static String text(String name) {
    try (InputStream in = Templates.class.getResourceAsStream(ROOT + name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + ROOT + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Rest.Template> descriptions() {
    return templates.stream().map(Template::description).toList();
  }

  Template require(String id) {
    return templates.stream()
        .filter(template -> template.description().id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new JoyException(
                ErrorCode.NOT_FOUND,
                "there is no template '" + id + "'; GET /api/v1/templates lists them"));
  }
}
