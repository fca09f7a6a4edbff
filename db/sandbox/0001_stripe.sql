-- SPDX-License-Identifier: ISC
-- A stand-in for Stripe: its objects as far as we use them. Amounts are in
-- minor units, as Stripe counts.

CREATE TABLE stripe_intents (
	id		text PRIMARY KEY,
	amount		bigint NOT NULL CHECK (amount > 0),
	amount_received	bigint NOT NULL DEFAULT 0,
	currency	text NOT NULL,
	status		text NOT NULL
			CHECK (status IN ('requires_payment_method',
			    'requires_confirmation', 'requires_action',
			    'processing', 'succeeded', 'canceled')),
	description	text,
	payment_method	text,
	latest_charge	text,
	return_url	text,
	next_action	jsonb,
	last_payment_error jsonb,
	metadata	jsonb NOT NULL DEFAULT '{}',
	session_id	text,
	created_at	timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE stripe_sessions (
	id		text PRIMARY KEY,
	amount_total	bigint NOT NULL CHECK (amount_total > 0),
	currency	text NOT NULL,
	status		text NOT NULL DEFAULT 'open'
			CHECK (status IN ('open', 'complete', 'expired')),
	payment_status	text NOT NULL DEFAULT 'unpaid'
			CHECK (payment_status IN ('unpaid', 'paid')),
	payment_intent	text REFERENCES stripe_intents,
	name		text NOT NULL,
	customer_email	text,
	client_reference_id text,
	success_url	text NOT NULL,
	cancel_url	text,
	metadata	jsonb NOT NULL DEFAULT '{}',
	intent_metadata	jsonb NOT NULL DEFAULT '{}',
	expires_at	timestamptz NOT NULL,
	created_at	timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE stripe_refunds (
	id		text PRIMARY KEY,
	payment_intent	text NOT NULL REFERENCES stripe_intents,
	amount		bigint NOT NULL CHECK (amount > 0),
	currency	text NOT NULL,
	status		text NOT NULL DEFAULT 'succeeded'
			CHECK (status IN ('pending', 'succeeded', 'failed',
			    'canceled')),
	reason		text,
	metadata	jsonb NOT NULL DEFAULT '{}',
	created_at	timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX stripe_refunds_intent ON stripe_refunds (payment_intent);

-- "evt_" and the id without its dashes is what Stripe would call it.
CREATE TABLE stripe_events (
	id		uuid PRIMARY KEY,
	type		text NOT NULL,
	object		jsonb NOT NULL,
	created_at	timestamptz NOT NULL DEFAULT now()
);

-- Answers by Idempotency-Key.
CREATE TABLE stripe_keys (
	key		text PRIMARY KEY,
	fingerprint	text NOT NULL,
	status		integer,
	body		text,
	created_at	timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE ON stripe_intents, stripe_sessions,
	stripe_refunds, stripe_keys TO :"runtime_role";
GRANT SELECT, INSERT ON stripe_events TO :"runtime_role";
