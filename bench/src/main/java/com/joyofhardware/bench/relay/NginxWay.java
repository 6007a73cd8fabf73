package com.joyofhardware.bench.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** nginx with 64 KiB buffers; with its default of 4 or 8 KiB it would be a weak peer. */
final class NginxWay implements Way {
  static final String NAME = "nginx 64k";

  private final int port;
  private final Process process;
  private final Path folder;

  private NginxWay(int port, Process process, Path folder) {
    this.port = port;
    this.process = process;
    this.folder = folder;
  }

  static Optional<Path> program() {
    return Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  static NginxWay start(Path nginx, int serverPort) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("joy-bench-nginx-");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = Files.writeString(folder.resolve("nginx.conf"), config(folder, port, serverPort));
    Process process =
        new ProcessBuilder(nginx.toString(), "-p", folder.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    NginxWay way = new NginxWay(port, process, folder);
    Ports.await(port, process, folder.resolve("out.log"));
    return way;
  }

  private static String config(Path folder, int port, int serverPort) {
    return """
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 20000;
    pid %1$s/nginx.pid;
    error_log %1$s/error.log;
    user root;
    events { worker_connections 16000; use epoll; }
    http {
      access_log off;
      tcp_nodelay on;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      server {
        listen 127.0.0.1:%2$d backlog=1024;
        location / {
          proxy_pass http://127.0.0.1:%3$d;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection "upgrade";
          proxy_buffer_size 64k;
          proxy_buffers 8 64k;
          proxy_busy_buffers_size 128k;
          proxy_read_timeout 1h;
          proxy_send_timeout 1h;
        }
      }
    }
    """
        .formatted(folder, port, serverPort);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String headers() {
    return "";
  }

  @Override
  public ProcessUse use() throws IOException {
    return ProcessUse.of(process.toHandle());
  }

  @Override
  public void close() throws IOException {
    Ports.stop(process);
    Ports.remove(folder);
  }
}
