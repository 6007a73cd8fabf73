package com.joyofhardware.master.database;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a PostgreSQL database is, and who asks; the password never gets into a message. */
record PostgresUrl(String jdbcUrl, @Nullable String user, @Nullable String password) {
  private static final String JDBC = "jdbc:";

  static PostgresUrl parse(String url) {
    URI uri;
    try {
      uri = URI.create(url.startsWith(JDBC) ? url.substring(JDBC.length()) : url);
    } catch (IllegalArgumentException _) {
      throw unreadable(); // without the cause: its message repeats the URL, password included
    }
    String scheme = uri.getScheme();
    if (!("postgresql".equals(scheme) || "postgres".equals(scheme)) || uri.getHost() == null) {
      throw unreadable();
    }
    String[] userInfo =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new PostgresUrl(
        "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
        userInfo.length > 0 ? decoded(userInfo[0]) : null,
        userInfo.length > 1 ? decoded(userInfo[1]) : null);
  }

  DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl);
    if (user != null) {
      source.setUser(user);
    }
    if (password != null) {
      source.setPassword(password);
    }
    source.setApplicationName("joy");
    return source;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "not a database URL; write postgresql://user:password@host:port/database");
  }

  @Override
  public String toString() {
    return "PostgresUrl[" + user + "]";
  }
}
