-- +goose Up

CREATE TABLE projects (
	id          TEXT    NOT NULL PRIMARY KEY,
	name        TEXT    NOT NULL,
	time_zone   TEXT    NOT NULL,
	crm_enabled INTEGER NOT NULL,
	created_at  INTEGER NOT NULL
) STRICT;

-- A key's text is known to its holder only; what is kept is its SHA-256.
CREATE TABLE api_keys (
	id         TEXT    NOT NULL PRIMARY KEY,
	project    TEXT    NOT NULL, -- empty for administrators
	role       TEXT    NOT NULL,
	hash       BLOB    NOT NULL UNIQUE,
	created_at INTEGER NOT NULL,
	revoked_at INTEGER
) STRICT;

CREATE INDEX api_keys_of_project ON api_keys (project, created_at);

CREATE TABLE attribute_drafts (
	project    TEXT    NOT NULL PRIMARY KEY,
	revision   INTEGER NOT NULL, -- counts the saves of the draft
	vals       TEXT    NOT NULL, -- a JSON object, secrets sealed
	updated_at INTEGER NOT NULL,
	updated_by TEXT    NOT NULL
) STRICT;

-- Immutable; the newest is the active one.
CREATE TABLE attribute_revisions (
	project    TEXT    NOT NULL,
	number     INTEGER NOT NULL,
	vals       TEXT    NOT NULL,
	created_at INTEGER NOT NULL,
	author     TEXT    NOT NULL,
	note       TEXT    NOT NULL,
	PRIMARY KEY (project, number)
) STRICT, WITHOUT ROWID;

-- Tokens are sealed; see package connection.
CREATE TABLE connections (
	project       TEXT    NOT NULL PRIMARY KEY,
	region        TEXT    NOT NULL,
	api_domain    TEXT    NOT NULL,
	scopes        TEXT    NOT NULL,
	refresh_token TEXT    NOT NULL,
	access_token  TEXT    NOT NULL,
	access_expiry INTEGER,
	last_error    TEXT    NOT NULL,
	updated_at    INTEGER NOT NULL
) STRICT;

-- +goose Down

DROP TABLE connections;
DROP TABLE attribute_revisions;
DROP TABLE attribute_drafts;
DROP TABLE api_keys;
DROP TABLE projects;
