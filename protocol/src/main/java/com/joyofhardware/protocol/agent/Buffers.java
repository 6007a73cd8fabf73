package com.joyofhardware.protocol.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters and results of {@code buffer/*} on {@code WS /rpc}: the text of editors that nobody
 * has saved. A buffer belongs to one page, which alone writes it; two windows with unsaved text of
 * one file have a buffer each.
 */
public final class Buffers {
  private Buffers() {}

  /**
   * What the text is of.
   *
   * @param path the file, relative to the workspace; null for a text that has no file yet
   * @param name what a person calls it
   * @param language the editor's id of its language
   * @param base what the page notes of the file as it was loaded; given back as it is
   */
  public record Document(
      @Nullable String path, String name, @Nullable String language, @Nullable String base) {}

  /** Replaces {@code length} UTF-16 units from {@code offset} on; in order, each on the result. */
  public record Edit(int offset, int length, String text) {}

  /**
   * {@code buffer/update} → {@link Version}. The error {@code conflict} means: send the full text.
   *
   * @param id of {@code [a-z0-9]{1,32}}, chosen by the page
   * @param page who writes it, of {@code [a-z0-9]{1,32}}
   * @param version of the text that the edits start from; 0 for an empty one
   */
  public record Update(String id, String page, long version, Document document, List<Edit> edits) {
    public Update {
      edits = List.copyOf(edits);
    }
  }

  public record Version(long version) {}

  /** {@code buffer/close}: saved, or given up → null; also when there is no such buffer. */
  public record Close(String id, String page) {}

  /** {@code buffer/list} → {@link Listing}; from then on {@code buffer/changed} arrives. */
  public record ListAll(String page) {}

  /** {@code buffer/read} → {@link Content}. */
  public record Read(String id) {}

  /** {@code buffer/take} → {@link Content}: from then on this page alone writes it. */
  public record Take(String id, String page) {}

  /**
   * A buffer without its text.
   *
   * @param held whether its page is connected
   */
  public record Buffer(
      String id, String page, long version, long bytes, boolean held, Document document) {}

  public record Content(Buffer buffer, String text) {}

  /** Result of {@code buffer/list}; notification {@code buffer/changed}: all there are now. */
  public record Listing(List<Buffer> buffers) {
    public Listing {
      buffers = List.copyOf(buffers);
    }
  }
}
