package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * What {@code java.nio.file} can't do: links whose target it would tidy ({@code a//b}, {@code a/})
 * or can't decode, and named pipes. Both are rare, so the linker is loaded only when one comes.
 */
final class Posix {
  private Posix() {}

  static void symlink(String target, Path link) throws IOException {
    call(
        "symlink",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
        link,
        (method, arena) ->
            (int) method.invokeExact(string(arena, target), string(arena, raw(link))));
  }

  static void mkfifo(Path path, int permissions) throws IOException {
    call(
        "mkfifo",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
        path,
        (method, arena) -> (int) method.invokeExact(string(arena, raw(path)), permissions));
  }

  private interface Call {
    int apply(java.lang.invoke.MethodHandle method, Arena arena) throws Throwable;
  }

  private static void call(String name, FunctionDescriptor type, Path path, Call call)
      throws IOException {
    Linker linker = Linker.nativeLinker();
    MemorySegment address =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new IOException("this system has no " + name));
    int result;
    try (Arena arena = Arena.ofConfined()) {
      result = call.apply(linker.downcallHandle(address, type), arena);
    } catch (Throwable e) {
      throw new IOException(name + " of " + path + " failed", e);
    }
    if (result != 0) {
      throw new IOException(name + " of " + path + " failed");
    }
  }

  private static MemorySegment string(Arena arena, String raw) {
    byte[] bytes = RawName.bytes(raw);
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  private static String raw(Path path) {
    String uri = path.toAbsolutePath().toUri().getRawPath();
    return RawName.decode(
        uri.endsWith("/") && uri.length() > 1 ? uri.substring(0, uri.length() - 1) : uri);
  }
}
