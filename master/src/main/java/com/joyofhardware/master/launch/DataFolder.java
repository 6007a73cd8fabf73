package com.joyofhardware.master.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The data folder, held by one master at a time. */
final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  static DataFolder take(Path path) throws IOException {
    Path run = path.resolve("run");
    Files.createDirectories(path);
    Files.createDirectories(
        run, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel file =
        FileChannel.open(
            run.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock lock = file.tryLock();
    if (lock == null) {
      String holder = Files.readString(run.resolve("lock")).strip();
      file.close();
      throw new IOException(
          path + " is in use by another joy up (process " + holder + "); stop that one first");
    }
    file.truncate(0);
    file.write(
        ByteBuffer.wrap(
            String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
    keepNativeLibrariesIn(run.resolve("native"));
    return new DataFolder(path, file);
  }

  /**
   * SQLite's driver unpacks its library at each start, and a process that is killed can't remove
   * it: here the next start does, in the system's folder for temporary files they would pile up.
   */
  private static void keepNativeLibrariesIn(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path library : left) {
        Files.delete(library);
      }
    }
    System.setProperty("org.sqlite.tmpdir", folder.toString());
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
