-- SPDX-License-Identifier: ISC
-- Stock that orders hold or have bought.

-- committed_at: paid for. released_at: nothing of it is held any more.
CREATE TABLE reservations (
	order_id	uuid PRIMARY KEY,
	user_id		uuid NOT NULL,
	created_at	timestamptz NOT NULL DEFAULT now(),
	expires_at	timestamptz NOT NULL,
	committed_at	timestamptz,
	released_at	timestamptz
);
CREATE INDEX reservations_open ON reservations (expires_at)
	WHERE committed_at IS NULL AND released_at IS NULL;

-- What was sold is copied: the answer to a repeated request is the first one,
-- whatever the vendor has changed since. expired tells a line that time gave
-- back, and a late payment may take again, from one that somebody gave back.
CREATE TABLE reservation_lines (
	order_id	uuid NOT NULL,
	line		integer NOT NULL,
	product_id	uuid NOT NULL,
	variant_id	uuid,
	vendor_id	uuid NOT NULL,
	vendor_user_id	uuid NOT NULL,
	vendor_name	text NOT NULL,
	name		text NOT NULL,
	image		text,
	sku		text,
	quantity	integer NOT NULL,
	price		numeric(10,2) NOT NULL,
	status		text NOT NULL DEFAULT 'held'
			CHECK (status IN ('held', 'sold', 'released')),
	expired		boolean NOT NULL DEFAULT false,
	PRIMARY KEY (order_id, line),
	CONSTRAINT reservation_lines_order_fkey FOREIGN KEY (order_id)
		REFERENCES reservations,
	CONSTRAINT reservation_lines_product_fkey FOREIGN KEY (product_id)
		REFERENCES products,
	CONSTRAINT reservation_lines_variant_fkey FOREIGN KEY (variant_id)
		REFERENCES product_variants,
	CONSTRAINT reservation_lines_quantity_range CHECK (quantity > 0)
);
CREATE INDEX reservation_lines_product ON reservation_lines (product_id);

GRANT SELECT, INSERT, UPDATE ON reservations TO :"runtime_role";
GRANT SELECT, INSERT, UPDATE, DELETE ON reservation_lines TO :"runtime_role";
