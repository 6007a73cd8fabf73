package com.joyofhardware.agent.buffer;

import com.joyofhardware.agent.buffer.BufferFile.Head;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Buffers;
import com.joyofhardware.protocol.agent.Buffers.Edit;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The buffers in a folder. What they are is held in memory, their texts are not: the agent's heap
 * is small. Safe for all threads.
 */
final class BufferStore {
  private static final Logger LOG = System.getLogger(BufferStore.class.getName());
  private static final Pattern ID = Pattern.compile("[a-z0-9]{1,32}");

  private final Path folder;
  private @Nullable SortedMap<String, BufferFile.Found> loaded;

  BufferStore(Path folder) {
    this.folder = folder;
  }

  /** Applies edits and gives the version that results. */
  synchronized long update(Buffers.Update update) throws IOException {
    SortedMap<String, BufferFile.Found> all = all();
    Path file = file(update.id());
    checked(update.page());
    BufferFile.@Nullable Found found = all.get(update.id());
    if (found != null && !found.head().page().equals(update.page())) {
      throw conflict("another window writes it now");
    }
    if (update.version() != 0 && (found == null || found.head().version() != update.version())) {
      throw conflict("it is not at version " + update.version());
    }
    if (found == null && all.size() >= Limits.MAX_BUFFERS) {
      throw new JoyException(
          ErrorCode.LIMIT_REACHED,
          Limits.MAX_BUFFERS + " unsaved texts are kept; save or close some of them");
    }
    String before = update.version() == 0 ? "" : BufferFile.text(file);
    byte[] text = applied(before, update.edits()).getBytes(StandardCharsets.UTF_8);
    long had = found == null ? 0 : found.bytes();
    long sum = all.values().stream().mapToLong(BufferFile.Found::bytes).sum() - had + text.length;
    if (text.length > Limits.MAX_BUFFER || sum > Limits.MAX_ALL_BUFFERS) {
      throw new JoyException(
          ErrorCode.TOO_LARGE,
          "'"
              + update.document().name()
              + "' is too large to be kept unsaved ("
              + Limits.MAX_BUFFER / (1 << 20)
              + " MiB each, "
              + Limits.MAX_ALL_BUFFERS / (1 << 20)
              + " MiB together); save it");
    }
    // Never a version that there was: a full text that is sent again must not look like an old one.
    long version = found == null ? 1 : found.head().version() + 1;
    put(update.id(), new Head(update.page(), version, update.document()), text);
    return version;
  }

  private static String applied(String before, List<Edit> edits) {
    StringBuilder text = new StringBuilder(before);
    for (Edit edit : edits) {
      long end = (long) edit.offset() + edit.length();
      if (edit.offset() < 0 || edit.length() < 0 || end > text.length()) {
        throw conflict("an edit is outside the text");
      }
      text.replace(edit.offset(), (int) end, edit.text());
    }
    return text.toString();
  }

  /** Closes a buffer of a page and gives what it was; null when it has none of that id. */
  synchronized Buffers.@Nullable Document close(String id, String page) throws IOException {
    SortedMap<String, BufferFile.Found> all = all();
    BufferFile.Found found = all.get(id);
    if (found == null || !found.head().page().equals(page)) {
      return null;
    }
    Files.deleteIfExists(file(id));
    all.remove(id);
    return found.head().document();
  }

  /** Gives a buffer to a page. */
  synchronized void take(String id, String page) throws IOException {
    BufferFile.Found found = found(id);
    Head head = found.head();
    byte[] text = BufferFile.text(file(id)).getBytes(StandardCharsets.UTF_8);
    put(id, new Head(checked(page), head.version() + 1, head.document()), text);
  }

  synchronized Buffers.Content read(String id, Predicate<String> held) throws IOException {
    return new Buffers.Content(shown(id, found(id), held), BufferFile.text(file(id)));
  }

  synchronized Buffers.Listing list(Predicate<String> held) throws IOException {
    return new Buffers.Listing(
        all().entrySet().stream()
            .map(entry -> shown(entry.getKey(), entry.getValue(), held))
            .toList());
  }

  private static Buffers.Buffer shown(String id, BufferFile.Found found, Predicate<String> held) {
    Head head = found.head();
    return new Buffers.Buffer(
        id, head.page(), head.version(), found.bytes(), held.test(head.page()), head.document());
  }

  private BufferFile.Found found(String id) throws IOException {
    BufferFile.Found found = all().get(id);
    if (found == null) {
      throw new JoyException(
          ErrorCode.NOT_FOUND, "there is no unsaved text '" + id + "'; it was saved or closed");
    }
    return found;
  }

  private void put(String id, Head head, byte[] text) throws IOException {
    BufferFile.write(file(id), head, text);
    all().put(id, new BufferFile.Found(head, text.length));
  }

  /** Read at the first use: by then a restored workspace has brought its own. */
  private SortedMap<String, BufferFile.Found> all() throws IOException {
    SortedMap<String, BufferFile.Found> all = loaded;
    if (all != null) {
      return all;
    }
    all = new TreeMap<>();
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (ID.matcher(name).matches()) {
          try {
            all.put(name, BufferFile.head(file));
          } catch (IOException e) {
            LOG.log(Level.WARNING, "buffer_unreadable id=" + name, e);
          }
        }
      }
    }
    loaded = all;
    return all;
  }

  private Path file(String id) {
    return folder.resolve(checked(id));
  }

  static String checked(String id) {
    if (!ID.matcher(id).matches()) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "ids of buffers and pages are 1 to 32 of a-z and 0-9");
    }
    return id;
  }

  private static JoyException conflict(String why) {
    return new JoyException(ErrorCode.CONFLICT, "this unsaved text can't be changed: " + why);
  }
}
