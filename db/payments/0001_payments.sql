-- SPDX-License-Identifier: ISC
-- What was asked for, how it was tried, what the providers said, and the
-- ledger, which is the truth about money.

-- One for an order. What the order was when it was made stands here, so that
-- a late message of the provider needs nobody else to be understood.
CREATE TABLE payments (
	id		uuid PRIMARY KEY,
	order_id	uuid NOT NULL,
	order_number	text NOT NULL,
	user_id		uuid NOT NULL,
	email		text NOT NULL,
	amount		numeric(10,2) NOT NULL CHECK (amount > 0),
	currency	text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
	status		text NOT NULL DEFAULT 'PENDING'
			CHECK (status IN ('PENDING', 'PROCESSING', 'COMPLETED',
			    'FAILED', 'CANCELLED', 'REFUNDED')),
	method		text NOT NULL
			CHECK (method IN ('STRIPE', 'RAZORPAY', 'PAYPAL')),
	transaction_id	text,
	next_action_url	text,
	message		text,
	gateway_response jsonb,
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT payments_order_key UNIQUE (order_id)
);
CREATE INDEX payments_recent ON payments (created_at DESC, id DESC);
CREATE INDEX payments_status ON payments (status, created_at DESC, id DESC);

-- What each vendor of the order sold in it.
CREATE TABLE payment_shares (
	payment_id	uuid NOT NULL REFERENCES payments,
	vendor_id	uuid NOT NULL,
	vendor_user_id	uuid,
	items_amount	numeric(10,2) NOT NULL CHECK (items_amount >= 0),
	shipping_amount	numeric(10,2) NOT NULL CHECK (shipping_amount >= 0),
	tax_amount	numeric(10,2) NOT NULL CHECK (tax_amount >= 0),
	PRIMARY KEY (payment_id, vendor_id)
);

-- One try to get the money. At most one of a payment is open.
CREATE TABLE payment_attempts (
	id		uuid PRIMARY KEY,
	payment_id	uuid NOT NULL REFERENCES payments,
	kind		text NOT NULL
			CHECK (kind IN ('intent', 'checkout_session')),
	status		text NOT NULL DEFAULT 'started'
			CHECK (status IN ('started', 'unknown', 'succeeded',
			    'failed', 'cancelled')),
	provider_id	text,
	transaction_id	text,
	idempotency_key	text NOT NULL,
	method_id	text,
	url		text,
	code		text,
	message		text,
	leased_until	timestamptz NOT NULL,
	checked_at	timestamptz NOT NULL DEFAULT now(),
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT payment_attempts_key UNIQUE (idempotency_key),
	CONSTRAINT payment_attempts_provider UNIQUE (provider_id)
);
CREATE UNIQUE INDEX payment_attempts_open ON payment_attempts (payment_id)
	WHERE status IN ('started', 'unknown');
CREATE INDEX payment_attempts_payment ON payment_attempts
	(payment_id, created_at);

-- Each message of a provider once, however often it is sent.
CREATE TABLE provider_events (
	provider	text NOT NULL,
	id		text NOT NULL,
	type		text NOT NULL,
	object_id	text,
	payment_id	uuid REFERENCES payments,
	times		integer NOT NULL DEFAULT 1,
	received_at	timestamptz NOT NULL DEFAULT now(),
	done_at		timestamptz,
	PRIMARY KEY (provider, id)
);
CREATE INDEX provider_events_payment ON provider_events (payment_id);

-- "surplus" is money that belongs to no sale: a second charge, or one that
-- came when the order was gone.
CREATE TABLE refunds (
	id		uuid PRIMARY KEY,
	payment_id	uuid NOT NULL REFERENCES payments,
	attempt_id	uuid NOT NULL REFERENCES payment_attempts,
	refund_key	text NOT NULL,
	kind		text NOT NULL CHECK (kind IN ('sale', 'surplus')),
	vendor_id	uuid,
	amount		numeric(10,2) NOT NULL CHECK (amount > 0),
	status		text NOT NULL DEFAULT 'requested'
			CHECK (status IN ('requested', 'succeeded', 'failed')),
	provider_id	text,
	tries		integer NOT NULL DEFAULT 1,
	reason		text,
	message		text,
	checked_at	timestamptz NOT NULL DEFAULT now(),
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT refunds_key UNIQUE (refund_key)
);
CREATE INDEX refunds_payment ON refunds (payment_id, created_at);
-- One after the other, so that each takes from what the one before left.
CREATE UNIQUE INDEX refunds_open ON refunds (payment_id)
	WHERE status = 'requested' AND kind = 'sale';

-- ---- the ledger ---------------------------------------------------------------

-- "owner" is a user (buyer) or a vendor (escrow, commission, tax, shipping);
-- NULL is the shop itself.
CREATE TABLE ledger_accounts (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	kind		text NOT NULL
			CHECK (kind IN ('buyer', 'escrow', 'commission', 'tax',
			    'shipping', 'provider', 'payout')),
	owner		uuid,
	currency	text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
	created_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT ledger_accounts_key
		UNIQUE NULLS NOT DISTINCT (kind, owner, currency)
);

CREATE TABLE ledger_transactions (
	id		uuid PRIMARY KEY,
	kind		text NOT NULL
			CHECK (kind IN ('sale', 'refund', 'surplus',
			    'surplus_refund', 'payout')),
	reference	text NOT NULL,
	payment_id	uuid REFERENCES payments,
	currency	text NOT NULL,
	created_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT ledger_transactions_once UNIQUE (kind, reference)
);
CREATE INDEX ledger_transactions_payment ON ledger_transactions (payment_id);

CREATE TABLE ledger_entries (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	transaction_id	uuid NOT NULL REFERENCES ledger_transactions,
	account_id	bigint NOT NULL REFERENCES ledger_accounts,
	amount		numeric(14,2) NOT NULL CHECK (amount <> 0)
);
CREATE INDEX ledger_entries_transaction ON ledger_entries (transaction_id);
CREATE INDEX ledger_entries_account ON ledger_entries (account_id);

-- At COMMIT every transaction adds up to nothing, in its own currency.
CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	total	numeric;
	lines	bigint;
	foreigners bigint;
BEGIN
	SELECT coalesce(sum(e.amount), 0), count(e.id),
	    count(e.id) FILTER (WHERE a.currency <> t.currency)
	INTO total, lines, foreigners
	FROM ledger_transactions t
	LEFT JOIN ledger_entries e ON e.transaction_id = t.id
	LEFT JOIN ledger_accounts a ON a.id = e.account_id
	WHERE t.id = CASE TG_TABLE_NAME WHEN 'ledger_entries'
	    THEN (to_jsonb(NEW) ->> 'transaction_id')::uuid
	    ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
	IF total <> 0 OR lines < 2 OR foreigners > 0 THEN
		RAISE EXCEPTION 'ledger transaction out of balance: % in % lines',
		    total, lines
		    USING ERRCODE = '23514', CONSTRAINT = 'ledger_balanced';
	END IF;
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_entries
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION ledger_balanced();
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_transactions
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION ledger_balanced();

CREATE VIEW ledger_balances AS
	SELECT a.id, a.kind, a.owner, a.currency,
	    coalesce(sum(e.amount), 0)::numeric(14,2) AS balance,
	    count(e.id) AS entries
	FROM ledger_accounts a LEFT JOIN ledger_entries e ON e.account_id = a.id
	GROUP BY a.id;

GRANT SELECT, INSERT, UPDATE ON payments, payment_attempts, provider_events,
	refunds TO :"runtime_role";
-- History is written once.
GRANT SELECT, INSERT ON payment_shares, ledger_accounts, ledger_transactions,
	ledger_entries TO :"runtime_role";
GRANT SELECT ON ledger_balances TO :"runtime_role";
