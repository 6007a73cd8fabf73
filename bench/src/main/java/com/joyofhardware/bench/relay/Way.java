package com.joyofhardware.bench.relay;

import java.io.IOException;

/** A way from the client to the server. */
interface Way extends AutoCloseable {
  int port();

  /** Request headers that this way wants, each line with its CRLF. */
  String headers();

  /** What its processes have used and hold. */
  ProcessUse use() throws IOException;

  default RelayClient open() throws IOException {
    return new RelayClient(port(), RelayClient.PATH, headers());
  }

  @Override
  void close() throws IOException;

  /** No relay at all. */
  record Direct(int port) implements Way {
    @Override
    public String headers() {
      return "";
    }

    @Override
    public ProcessUse use() {
      return new ProcessUse(0, 0);
    }

    @Override
    public void close() {}
  }
}
