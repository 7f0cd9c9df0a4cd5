-- +goose Up

-- A grant of its own may wait beside the one in use (aside = 1). The grants
-- that were there belong to the server's own application, which an empty
-- client_id stands for, and to the production environment.
CREATE TABLE connections_new (
	project       TEXT    NOT NULL,
	aside         INTEGER NOT NULL,
	region        TEXT    NOT NULL,
	environment   TEXT    NOT NULL,
	api_domain    TEXT    NOT NULL,
	client_id     TEXT    NOT NULL,
	client_secret TEXT    NOT NULL, -- sealed; '' for the server's own
	refresh_token TEXT    NOT NULL, -- sealed
	access_token  TEXT    NOT NULL, -- sealed
	access_expiry INTEGER,
	scopes        TEXT    NOT NULL,
	code          TEXT    NOT NULL, -- mark of the code it came from; '' if unknown
	revoked       INTEGER NOT NULL,
	last_error    TEXT    NOT NULL,
	remedy        TEXT    NOT NULL,
	lease_holder  TEXT    NOT NULL, -- who refreshes now; '' for nobody
	lease_until   INTEGER,
	quiet_until   INTEGER,          -- Zoho wants no refresh before
	connected_at  INTEGER,
	updated_at    INTEGER NOT NULL,
	PRIMARY KEY (project, aside)
) STRICT, WITHOUT ROWID;

INSERT INTO connections_new
	SELECT project, 0, region, 'production', api_domain, '', '', refresh_token, access_token, access_expiry,
		scopes, '', 0, last_error, '', '', NULL, NULL, updated_at, updated_at FROM connections;

DROP TABLE connections;
ALTER TABLE connections_new RENAME TO connections;

-- Authorization codes that were handed to Zoho, by their mark: written before
-- Zoho is asked, so that a crash leaves no doubt that it may have been.
CREATE TABLE code_attempts (
	project  TEXT    NOT NULL,
	code     TEXT    NOT NULL,
	begun_at INTEGER NOT NULL,
	ended_at INTEGER,
	outcome  TEXT    NOT NULL, -- '' while it is not known
	PRIMARY KEY (project, code)
) STRICT, WITHOUT ROWID;

-- +goose Down

DROP TABLE code_attempts;
CREATE TABLE connections_old (
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
INSERT INTO connections_old
	SELECT project, region, api_domain, scopes, refresh_token, access_token, access_expiry, last_error, updated_at
	FROM connections WHERE aside = 0;
DROP TABLE connections;
ALTER TABLE connections_old RENAME TO connections;
