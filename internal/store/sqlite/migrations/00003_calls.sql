-- +goose Up

CREATE TABLE conversations (
	project     TEXT    NOT NULL,
	id          TEXT    NOT NULL,
	body        TEXT    NOT NULL, -- JSON, see conversations.go
	created_at  INTEGER NOT NULL,
	reported_at INTEGER,
	PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;

-- The CRM records that ringbook itself made, by phone number.
CREATE TABLE directory (
	project TEXT    NOT NULL,
	number  TEXT    NOT NULL,
	module  TEXT    NOT NULL,
	record  TEXT    NOT NULL,
	name    TEXT    NOT NULL,
	made_at INTEGER NOT NULL,
	PRIMARY KEY (project, number, module, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE bookings (
	project     TEXT    NOT NULL,
	id          TEXT    NOT NULL,
	state       TEXT    NOT NULL,
	staff       TEXT    NOT NULL,
	start_at    INTEGER NOT NULL,
	end_at      INTEGER NOT NULL,
	block_start INTEGER NOT NULL,
	block_end   INTEGER NOT NULL,
	line        TEXT    NOT NULL,
	phone       TEXT    NOT NULL,
	code        TEXT    NOT NULL,
	expires_at  INTEGER, -- of a hold
	body        TEXT    NOT NULL, -- JSON of the rest, see bookings.go
	created_at  INTEGER NOT NULL,
	updated_at  INTEGER NOT NULL,
	PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX bookings_live ON bookings (project, staff, block_end)
	WHERE state IN ('held', 'pending', 'confirmed', 'cancelling');
CREATE INDEX bookings_by_phone ON bookings (project, phone, end_at);
CREATE INDEX bookings_by_line ON bookings (project, line, end_at) WHERE line <> '';
CREATE INDEX bookings_by_code ON bookings (project, code);

-- What a request with an idempotency key came to.
CREATE TABLE booking_memories (
	project     TEXT    NOT NULL,
	key         TEXT    NOT NULL,
	fingerprint TEXT    NOT NULL,
	booking     TEXT    NOT NULL,
	created_at  INTEGER NOT NULL,
	PRIMARY KEY (project, key)
) STRICT, WITHOUT ROWID;

-- +goose Down

DROP TABLE booking_memories;
DROP TABLE bookings;
DROP TABLE directory;
DROP TABLE conversations;
