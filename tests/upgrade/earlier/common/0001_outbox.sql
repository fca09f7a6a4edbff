-- SPDX-License-Identifier: ISC
-- What every service's database holds: its outbox and its idempotency keys.

CREATE TABLE outbox (
	id		uuid PRIMARY KEY,
	seq		bigint GENERATED ALWAYS AS IDENTITY,
	name		text NOT NULL,
	key		uuid NOT NULL,
	payload		jsonb NOT NULL,
	request_id	text NOT NULL DEFAULT '',
	created_at	timestamptz NOT NULL DEFAULT now(),
	published_at	timestamptz,
	done_at		timestamptz
);
CREATE INDEX outbox_open ON outbox (seq) WHERE done_at IS NULL;

CREATE FUNCTION outbox_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NOTIFY outbox;
	RETURN NULL;
END $$;
CREATE TRIGGER outbox_wake AFTER INSERT ON outbox
	FOR EACH STATEMENT EXECUTE FUNCTION outbox_wake();

CREATE TABLE idempotency_keys (
	scope		text NOT NULL,
	key		text NOT NULL,
	fingerprint	text NOT NULL,
	id		uuid NOT NULL,
	leased_until	timestamptz NOT NULL,
	tries		integer NOT NULL DEFAULT 1,
	status		integer,
	body		text,
	location	text,
	created_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

GRANT SELECT, INSERT ON outbox TO :"runtime_role";
GRANT SELECT, UPDATE (published_at, done_at), DELETE ON outbox TO farm_outbox;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO :"runtime_role";
