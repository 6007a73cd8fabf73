-- Projects. The repository of one is the folder repositories/<id>.git, whatever its name is or becomes.
-- ready: 0 while the repository is being made; such a row only holds the name, and nobody sees it.

CREATE TABLE project (
  id          BIGINT  NOT NULL PRIMARY KEY,
  owner_id    BIGINT  NOT NULL REFERENCES person (id),
  name        TEXT    NOT NULL,
  visibility  TEXT    NOT NULL,
  description TEXT,
  ready       INTEGER NOT NULL,
  created     BIGINT  NOT NULL,
  pushed      BIGINT,
  UNIQUE (owner_id, name)
);
