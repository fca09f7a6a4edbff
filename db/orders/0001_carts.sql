-- SPDX-License-Identifier: ISC
-- What people are about to buy. A cart belongs to a user, or to a guest who
-- holds the token of which only the hash is kept.

CREATE TABLE carts (
	id		uuid PRIMARY KEY,
	user_id		uuid,
	token_hash	text,
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT carts_user_key UNIQUE (user_id),
	CONSTRAINT carts_token_key UNIQUE (token_hash),
	CONSTRAINT carts_owner CHECK ((user_id IS NULL) <> (token_hash IS NULL))
);
CREATE INDEX carts_abandoned ON carts (updated_at) WHERE user_id IS NULL;

-- "price" and "name" are what the owner was shown last.
CREATE TABLE cart_items (
	id		uuid PRIMARY KEY,
	cart_id		uuid NOT NULL REFERENCES carts ON DELETE CASCADE,
	product_id	uuid NOT NULL,
	variant_id	uuid,
	quantity	integer NOT NULL,
	price		numeric(10,2) NOT NULL,
	name		text NOT NULL DEFAULT '',
	created_at	timestamptz NOT NULL DEFAULT clock_timestamp(),
	CONSTRAINT cart_items_line_key
		UNIQUE NULLS NOT DISTINCT (cart_id, product_id, variant_id),
	CONSTRAINT cart_items_quantity CHECK (quantity > 0),
	CONSTRAINT cart_items_price CHECK (price >= 0)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON carts, cart_items TO :"runtime_role";
