package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Operator;
import com.joyofhardware.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * {@code run/master.json} in the data folder: how the command line on this machine finds the master
 * and proves that it may administrate. Readable by the owner alone, and gone when the master is.
 */
record RunFile(Path path) {
  /** What is in the file. */
  record Content(String url, String token, long pid) {
    @Override
    public String toString() {
      return "Content[" + url + ", " + pid + "]";
    }
  }

  static RunFile write(Path data, URI url, Operator operator) {
    Path folder = data.resolve("run");
    Path file = folder.resolve("master.json");
    Content content = new Content(url.toString(), operator.token(), ProcessHandle.current().pid());
    try {
      Files.createDirectories(folder);
      Path fresh =
          Files.createTempFile(
              folder,
              "master-",
              ".json",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, Json.write(content, Content.class));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
    return new RunFile(file);
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + path, e);
    }
  }
}
