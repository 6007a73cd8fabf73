package com.joyofhardware.engine.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a sandbox sees as {@code /etc}: a few files of ours and an allow-list of the host's. */
final class EtcFiles {
  private static final Map<String, String> OURS =
      Map.of(
          "passwd",
          """
          root:x:0:0:root:/root:/usr/sbin/nologin
          joy:x:1000:1000:joy:/home/joy:/bin/bash
          nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
          """,
          "group",
          """
          root:x:0:
          tty:x:5:
          joy:x:1000:
          nogroup:x:65534:
          """,
          "hosts",
          // Without ::1: what listens on "localhost" has to be where previews look for it.
          "127.0.0.1 localhost joy\n",
          "hostname",
          "joy\n",
          "nsswitch.conf",
          """
          passwd: files
          group: files
          hosts: files
          """,
          "gitconfig",
          """
          [init]
          	defaultBranch = main
          """);

  /** No file here says anything about this machine's people, services or network. */
  private static final List<String> HOSTS =
      List.of(
          "alternatives",
          "bash.bashrc",
          "bash_completion.d",
          "ca-certificates",
          "crypto-policies",
          "debian_version",
          "fonts",
          "inputrc",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "localtime",
          "magic",
          "mime.types",
          "os-release",
          "perl",
          "pki/ca-trust",
          "pki/tls/certs",
          "profile",
          "profile.d",
          "protocols",
          "services",
          "shells",
          "ssl/certs",
          "ssl/openssl.cnf",
          "terminfo",
          "vim");

  private EtcFiles() {}

  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : OURS.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  static List<String> ours() {
    return OURS.keySet().stream().sorted().toList();
  }

  /** Paths of the host's files, under {@code /etc}, that exist here. */
  static List<Path> hosts() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : HOSTS) {
      Path file = Path.of("/etc").resolve(name);
      if (Files.exists(file)) {
        files.add(file);
      }
    }
    // Debian's own JDKs keep their settings here, behind links.
    try (DirectoryStream<Path> settings =
        Files.newDirectoryStream(Path.of("/etc"), "java-*-openjdk")) {
      settings.forEach(files::add);
    }
    return files;
  }
}
