-- SPDX-License-Identifier: ISC
-- What users are told on the site. Ids grow: what came after one is what
-- a browser that was away has missed.

CREATE TABLE notifications (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	event_id	uuid NOT NULL,
	user_id		uuid NOT NULL,
	name		text NOT NULL,
	title		text NOT NULL,
	link		text NOT NULL,
	created_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT notifications_once UNIQUE (event_id, user_id)
);
CREATE INDEX notifications_user ON notifications (user_id, id);

GRANT SELECT, INSERT, DELETE ON notifications TO :"runtime_role";
