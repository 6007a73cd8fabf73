package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.beneath.PartialName;
import com.joyofhardware.agent.server.Exchange;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.FileKind;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A folder as one .zip file, {@code GET /files/{path}?archive=zip}, made while it is sent. What a
 * .zip can't hold is named in a last entry of its own.
 */
final class Archive {
  private static final String LEFT_OUT = "left-out.txt";

  private final ZipOutputStream zip;
  private final List<String> leftOut = new ArrayList<>();

  private Archive(ZipOutputStream zip) {
    this.zip = zip;
  }

  static void send(Exchange exchange, Places.Found found) throws IOException {
    if (!exchange.request().query("archive").equals(Optional.of("zip"))) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "the only archive is archive=zip");
    }
    BeneathPath path = found.place().path();
    if (found.entry().attributes().kind() != FileKind.FOLDER) {
      throw new JoyException(
          ErrorCode.FILE_NOT_FOLDER, "'" + path + "' is not a folder; leave out archive=zip");
    }
    DefaultHttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, "application/zip");
    try (Folder root = found.place().open();
        Folder folder = root.folder(path)) {
      exchange.stream(
          headers,
          body -> {
            try (ZipOutputStream zip = new ZipOutputStream(body, StandardCharsets.UTF_8)) {
              zip.setLevel(Deflater.BEST_SPEED);
              new Archive(zip).all(folder);
            }
          });
    }
  }

  private void all(Folder folder) throws IOException {
    add(folder, "");
    if (!leftOut.isEmpty()) {
      zip.putNextEntry(new ZipEntry(LEFT_OUT));
      String text =
          "Not in this archive: links, pipes, devices, names that are not UTF-8, and files that"
              + " could not be read.\n\n"
              + String.join("\n", leftOut)
              + "\n";
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  private void add(Folder folder, String at) throws IOException {
    List<String> names = new ArrayList<>();
    folder.visit((name, addressable) -> {
      if (!addressable) {
        leftOut.add(at + name);
      } else if (!PartialName.is(name)) {
        names.add(name);
      }
      return true;
    });
    Collections.sort(names);
    for (String name : names) {
      try {
        add(folder, name, at + name);
      } catch (JoyException e) {
        // gone meanwhile, swapped for a link, or not to be read: one file doesn't spoil the rest
        leftOut.add(at + name);
      }
    }
  }

  private void add(Folder folder, String name, String as) throws IOException {
    BeneathPath path = BeneathPath.ROOT.resolve(name);
    try (Entry entry = folder.entry(path)) {
      Attributes all = entry.attributes();
      switch (all.kind()) {
        case FILE -> {
          try (FileChannel file = entry.read()) {
            begin(as, all);
            Channels.newInputStream(file).transferTo(zip);
            zip.closeEntry();
          }
        }
        case FOLDER -> {
          try (Folder inside = folder.folder(path)) {
            begin(as + "/", all);
            zip.closeEntry();
            add(inside, as + "/");
          }
        }
        case LINK, OTHER -> leftOut.add(as);
      }
    }
  }

  private void begin(String as, Attributes all) throws IOException {
    ZipEntry entry = new ZipEntry(as);
    entry.setTime(all.modified());
    zip.putNextEntry(entry);
  }
}
