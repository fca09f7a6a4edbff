-- SPDX-License-Identifier: ISC
-- An attempt records its provider. The methods are listed once, in
-- common/contract/payment_methods.def, and are not repeated here.

-- Programs of the release before still write attempts while they are replaced:
-- the default is what they mean. They also write "kind", which nobody reads any
-- more: an attempt without method_id is one by page.
ALTER TABLE payment_attempts ADD provider text NOT NULL DEFAULT 'stripe';
UPDATE payment_attempts a SET provider = lower(p.method)
	FROM payments p WHERE p.id = a.payment_id AND p.method <> 'STRIPE';
ALTER TABLE payment_attempts
	ALTER COLUMN kind DROP NOT NULL,
	DROP CONSTRAINT payment_attempts_provider,
	ADD CONSTRAINT payment_attempts_provider UNIQUE (provider, provider_id);

CREATE INDEX refunds_provider ON refunds (provider_id);

ALTER TABLE payments
	DROP CONSTRAINT payments_method_check,
	ADD CONSTRAINT payments_method CHECK (method ~ '^[A-Z]{2,20}$');
