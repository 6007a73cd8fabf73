-- People, their log-ins and tokens. Times are milliseconds since 1970; a secret is kept as its SHA-256, in hex.

CREATE TABLE person (
  id            BIGINT  NOT NULL PRIMARY KEY,
  name          TEXT    NOT NULL UNIQUE,
  display_name  TEXT    NOT NULL,
  email         TEXT    NOT NULL,
  admin         INTEGER NOT NULL,
  password_hash TEXT,
  created       BIGINT  NOT NULL
);

-- Names that somebody gave up: nobody may take them before the time is over.
CREATE TABLE freed_name (
  name           TEXT   NOT NULL PRIMARY KEY,
  reserved_until BIGINT NOT NULL
);

CREATE TABLE login (
  id        BIGINT NOT NULL PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  secret    TEXT   NOT NULL UNIQUE,
  created   BIGINT NOT NULL,
  used      BIGINT NOT NULL,
  expires   BIGINT NOT NULL
);
CREATE INDEX login_person ON login (person_id);
CREATE INDEX login_expires ON login (expires);

-- A token with a project opens that project's repository and nothing else.
CREATE TABLE token (
  id        BIGINT NOT NULL PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  secret    TEXT   NOT NULL UNIQUE,
  name      TEXT   NOT NULL,
  scopes    TEXT   NOT NULL,
  project   TEXT,
  created   BIGINT NOT NULL,
  expires   BIGINT
);
CREATE INDEX token_person ON token (person_id);
CREATE INDEX token_expires ON token (expires);

-- The code of the set-up link, in clear: each start prints it again. At most one row, gone once used.
CREATE TABLE setup_code (
  id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  code    TEXT    NOT NULL,
  created BIGINT  NOT NULL
);

CREATE TABLE revocation (
  id      BIGINT NOT NULL PRIMARY KEY,
  kind    TEXT   NOT NULL,
  value   TEXT   NOT NULL,
  tickets_before BIGINT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX revocation_created ON revocation (created);

-- Append-only: no statement of ours changes or deletes a row.
CREATE TABLE audit (
  id      BIGINT NOT NULL PRIMARY KEY,
  at      BIGINT NOT NULL,
  event   TEXT   NOT NULL,
  person  TEXT,
  subject TEXT,
  address TEXT
);
CREATE INDEX audit_at ON audit (at);
