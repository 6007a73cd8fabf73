-- The fence of every claim: n is raised by each, epoch by a restore or a fail-over.
CREATE TABLE fence (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch BIGINT NOT NULL,
  n BIGINT NOT NULL
);
INSERT INTO fence (id, epoch, n) VALUES (1, 1, 0);

-- Containers that are there, or of which something may be left. One that is gone has no row.
CREATE TABLE container (
  id TEXT PRIMARY KEY,
  node TEXT NOT NULL,
  size TEXT NOT NULL CHECK (size IN ('full', 'burst')),
  address TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('starting', 'warm', 'claimed', 'stopping', 'failed')),
  session TEXT,
  epoch BIGINT,
  n BIGINT,
  started BIGINT NOT NULL,
  reason TEXT,
  CHECK (state <> 'claimed' OR (session IS NOT NULL AND epoch IS NOT NULL AND n IS NOT NULL)),
  -- What had an owner never gets another: there is no way back to 'warm'.
  CHECK (session IS NULL OR state IN ('claimed', 'stopping')),
  UNIQUE (epoch, n)
);
CREATE UNIQUE INDEX container_owner ON container (session) WHERE state = 'claimed';
CREATE INDEX container_warm ON container (size, started) WHERE state = 'warm';

-- Sessions that live, and those that ended within the last hours.
CREATE TABLE session (
  id TEXT PRIMARY KEY,
  person BIGINT NOT NULL,
  person_name TEXT NOT NULL,
  project BIGINT NOT NULL,
  project_ref TEXT NOT NULL,
  ref TEXT NOT NULL,
  wanted TEXT NOT NULL CHECK (wanted IN ('full', 'burst', 'any')),
  state TEXT NOT NULL CHECK (state IN
    ('queued', 'starting', 'recovering', 'active', 'dormant', 'saving', 'destroyed', 'failed')),
  number BIGINT NOT NULL,
  container TEXT,
  epoch BIGINT,
  n BIGINT,
  attempts INTEGER NOT NULL,
  not_before BIGINT,
  reason TEXT,
  notice TEXT,
  whole BOOLEAN NOT NULL,
  created BIGINT NOT NULL,
  ended BIGINT,
  CHECK ((state IN ('starting', 'active', 'dormant', 'saving')) = (container IS NOT NULL))
);
-- One session a person, project and ref: racing requests agree here.
CREATE UNIQUE INDEX session_workspace ON session (person, project, ref)
  WHERE state NOT IN ('destroyed', 'failed');
CREATE UNIQUE INDEX session_container ON session (container) WHERE container IS NOT NULL;
CREATE INDEX session_waiting ON session (number) WHERE state IN ('queued', 'recovering');
CREATE INDEX session_person ON session (person, created);
