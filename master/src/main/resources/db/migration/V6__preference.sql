-- What a person set in the editor, text by key. The version is the hash of the text, and its ETag.
CREATE TABLE preference (
  person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  name      TEXT   NOT NULL,
  version   TEXT   NOT NULL,
  content   TEXT   NOT NULL,
  PRIMARY KEY (person_id, name)
);
