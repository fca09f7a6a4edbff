-- SPDX-License-Identifier: ISC
-- Orders. What is bought from one vendor in one order is a parcel: its items
-- move together, and the order shows the least advanced of its parcels.
-- Amounts never change after checkout.

CREATE TABLE orders (
	id		uuid PRIMARY KEY,
	order_number	text NOT NULL,
	user_id		uuid NOT NULL,
	email		text NOT NULL,
	status		text NOT NULL DEFAULT 'PENDING',
	currency	text NOT NULL,
	subtotal_amount	numeric(10,2) NOT NULL,
	shipping_amount	numeric(10,2) NOT NULL DEFAULT 0,
	tax_amount	numeric(10,2) NOT NULL DEFAULT 0,
	total_amount	numeric(10,2) NOT NULL,
	refunded_amount	numeric(10,2) NOT NULL DEFAULT 0,
	shipping_address jsonb NOT NULL,
	billing_address	jsonb NOT NULL,
	payment_method	text NOT NULL,
	payment_id	uuid,
	paid_at		timestamptz,
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT orders_number_key UNIQUE (order_number),
	CONSTRAINT orders_status CHECK (status IN ('PENDING', 'CONFIRMED',
		'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'REFUNDED')),
	CONSTRAINT orders_payment_method CHECK (payment_method IN ('STRIPE',
		'RAZORPAY', 'PAYPAL')),
	CONSTRAINT orders_total CHECK
		(subtotal_amount + shipping_amount + tax_amount = total_amount),
	CONSTRAINT orders_amounts CHECK (subtotal_amount >= 0 AND
		shipping_amount >= 0 AND tax_amount >= 0),
	CONSTRAINT orders_refunded CHECK
		(refunded_amount BETWEEN 0 AND total_amount),
	CONSTRAINT orders_paid CHECK ((paid_at IS NULL) = (payment_id IS NULL))
);
CREATE INDEX orders_of_user ON orders (user_id, created_at DESC, id DESC);
CREATE INDEX orders_by_age ON orders (created_at DESC, id DESC);
CREATE INDEX orders_by_status ON orders (status, created_at DESC, id DESC);
CREATE INDEX orders_unpaid ON orders (created_at) WHERE status = 'PENDING';

CREATE TABLE parcels (
	order_id	uuid NOT NULL REFERENCES orders,
	vendor_id	uuid NOT NULL,
	vendor_user_id	uuid NOT NULL,
	vendor_name	text NOT NULL,
	status		text NOT NULL DEFAULT 'PENDING',
	items_amount	numeric(10,2) NOT NULL,
	shipping_amount	numeric(10,2) NOT NULL,
	tax_amount	numeric(10,2) NOT NULL,
	created_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (order_id, vendor_id),
	CONSTRAINT parcels_status CHECK (status IN ('PENDING', 'CONFIRMED',
		'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'REFUNDED'))
);
CREATE INDEX parcels_of_vendor
	ON parcels (vendor_user_id, created_at DESC, order_id DESC);
CREATE INDEX parcels_by_status
	ON parcels (vendor_user_id, status, created_at DESC, order_id DESC);

CREATE TABLE order_items (
	id		uuid PRIMARY KEY,
	order_id	uuid NOT NULL,
	vendor_id	uuid NOT NULL,
	position	integer NOT NULL,
	product_id	uuid NOT NULL,
	variant_id	uuid,
	name		text NOT NULL,
	sku		text,
	image		text,
	quantity	integer NOT NULL,
	price		numeric(10,2) NOT NULL,
	total_price	numeric(10,2) NOT NULL,
	FOREIGN KEY (order_id, vendor_id) REFERENCES parcels,
	CONSTRAINT order_items_position_key UNIQUE (order_id, position),
	CONSTRAINT order_items_quantity CHECK (quantity > 0),
	CONSTRAINT order_items_total CHECK (total_price = price * quantity)
);

-- What happened to a parcel, and when.
CREATE TABLE order_steps (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	order_id	uuid NOT NULL,
	vendor_id	uuid NOT NULL,
	status		text NOT NULL,
	note		text,
	at		timestamptz NOT NULL DEFAULT now(),
	FOREIGN KEY (order_id, vendor_id) REFERENCES parcels
);
CREATE INDEX order_steps_of_order ON order_steps (order_id, id);

-- The parts of an order add up to the whole, looked at when it is complete.
CREATE FUNCTION orders_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM parcels WHERE order_id = NEW.id
	    HAVING sum(items_amount) = NEW.subtotal_amount
	    AND sum(shipping_amount) = NEW.shipping_amount
	    AND sum(tax_amount) = NEW.tax_amount)
	OR EXISTS (SELECT FROM parcels p WHERE p.order_id = NEW.id
	    AND p.items_amount IS DISTINCT FROM (SELECT sum(i.total_price)
	    FROM order_items i WHERE i.order_id = p.order_id
	    AND i.vendor_id = p.vendor_id)) THEN
		RAISE EXCEPTION 'order % does not add up', NEW.id
		    USING ERRCODE = 'check_violation',
		    CONSTRAINT = 'orders_adds_up';
	END IF;
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER orders_adds_up AFTER INSERT ON orders
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION orders_adds_up();

GRANT SELECT, INSERT ON orders, parcels, order_items, order_steps
	TO :"runtime_role";
GRANT UPDATE (status, payment_id, paid_at, refunded_amount, updated_at)
	ON orders TO :"runtime_role";
GRANT UPDATE (status) ON parcels TO :"runtime_role";
