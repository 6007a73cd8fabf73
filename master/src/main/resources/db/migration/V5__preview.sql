-- Ports of sessions that are open to everybody. The id is the grant of the tickets that stand on it.
CREATE TABLE preview_share (
  id      BIGINT  NOT NULL PRIMARY KEY,
  session TEXT    NOT NULL,
  port    INTEGER NOT NULL,
  UNIQUE (session, port)
);
