package com.joyofhardware.master.site;

import com.joyofhardware.master.repository.RepositoryContents;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Sends a repository's file as what it is: hostile. It is on our own origin and must stay data. */
record RawAnswer(HttpServletRequest request, HttpServletResponse response)
    implements RepositoryContents.Sink {

  /** Refuses to be a page, a script, an image or a worker of any page. */
  static void requireFetch(HttpServletRequest request) {
    String use = request.getHeader("Sec-Fetch-Dest");
    if ((use != null && !use.equals("empty")) || request.getHeader("Service-Worker") != null) {
      throw new JoyException(
          ErrorCode.FORBIDDEN,
          "a file of a repository is fetched, not opened as a page; open the project's page");
    }
  }

  @Override
  public @Nullable OutputStream begin(String id, long size, boolean text) throws IOException {
    String tag = '"' + id + '"';
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    response.setHeader("Content-Disposition", "attachment");
    response.setHeader("Cache-Control", "private, no-cache");
    response.setHeader("ETag", tag);
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return null;
    }
    response.setContentType(text ? "text/plain;charset=utf-8" : "application/octet-stream");
    response.setContentLengthLong(size);
    return response.getOutputStream();
  }
}
