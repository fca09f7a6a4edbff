-- SPDX-License-Identifier: ISC
-- What happened, and what follows from it.
--
-- An event is taken in once, however often it arrives, with its jobs. Jobs
-- of a lane (calls, notices, mails) that come from events about the same
-- thing run in the order of those events. "follows" is the event before it:
-- jobs wait until that one has been taken in as well.

CREATE TABLE events (
	id		uuid PRIMARY KEY,
	service		text NOT NULL,
	seq		bigint NOT NULL,
	name		text NOT NULL,
	key		uuid NOT NULL,
	follows		uuid,
	payload		jsonb NOT NULL,
	request_id	text NOT NULL DEFAULT '',
	received_at	timestamptz NOT NULL DEFAULT now(),
	done_at		timestamptz,	-- all its jobs are done or dead
	told_at		timestamptz	-- and its outbox knows
);
CREATE INDEX events_untold ON events (done_at)
	WHERE done_at IS NOT NULL AND told_at IS NULL;

CREATE TABLE jobs (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	event_id	uuid NOT NULL REFERENCES events ON DELETE CASCADE,
	name		text NOT NULL,
	lane		text NOT NULL
			CHECK (lane IN ('CALL', 'NOTICE', 'MAIL')),
	service		text NOT NULL,	-- these three as the event's
	key		uuid NOT NULL,
	seq		bigint NOT NULL,
	state		text NOT NULL DEFAULT 'WAITING' CHECK
			(state IN ('WAITING', 'RETRYING', 'DONE', 'DEAD')),
	tries		integer NOT NULL DEFAULT 0,
	next_at		timestamptz NOT NULL DEFAULT now(),
	worker		text,		-- who has it, until when
	leased_until	timestamptz,
	error		text,		-- of the last try
	created_at	timestamptz NOT NULL DEFAULT now(),
	ended_at	timestamptz,
	CONSTRAINT jobs_once UNIQUE (event_id, name)
);
CREATE INDEX jobs_due ON jobs (lane, next_at)
	WHERE state IN ('WAITING', 'RETRYING');
CREATE INDEX jobs_order ON jobs (key, lane, seq)
	WHERE state IN ('WAITING', 'RETRYING');
CREATE INDEX jobs_shown ON jobs (state, id) WHERE state <> 'DONE';

GRANT SELECT, INSERT, UPDATE, DELETE ON events, jobs TO :"runtime_role";
