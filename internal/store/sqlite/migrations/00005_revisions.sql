-- +goose Up

-- The attribute revision that was active when the conversation was first
-- stored; 0 for those that are older than this column.
ALTER TABLE conversations ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

-- When each one-time value of the draft was typed: a JSON object of
-- milliseconds by attribute.
ALTER TABLE attribute_drafts ADD COLUMN set_at TEXT NOT NULL DEFAULT '{}';

-- +goose Down

ALTER TABLE attribute_drafts DROP COLUMN set_at;
ALTER TABLE conversations DROP COLUMN revision;
