-- +goose Up

-- What a conversation booked and cancelled is asked for when it has ended.
CREATE INDEX bookings_by_conversation ON bookings (project, json_extract(body, '$.conversation'));
CREATE INDEX bookings_by_canceller ON bookings (project, json_extract(body, '$.cancelledBy'))
	WHERE json_extract(body, '$.cancelledBy') IS NOT NULL;

-- +goose Down

DROP INDEX bookings_by_canceller;
DROP INDEX bookings_by_conversation;
