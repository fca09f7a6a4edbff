-- SPDX-License-Identifier: ISC
-- Counters of orders and of sales, so that no page has to count or add up
-- orders, and the indexes that its lists need.
--
-- "owner" is a vendor's user, whose parcels are counted, or the zero UUID: the
-- whole shop, whose orders are counted. A counter is the sum of several rows
-- (slots). A transaction adds to a row that no other transaction has locked; if
-- there is none, it inserts one. So no transaction waits for another one here,
-- no deadlock can occur, and a counter has as many rows as transactions have
-- added to it at the same time.

CREATE TABLE order_tallies (
	owner		uuid NOT NULL,
	status		text NOT NULL,
	slot		bigint GENERATED ALWAYS AS IDENTITY,
	orders		bigint NOT NULL,
	PRIMARY KEY (owner, status, slot)
) WITH (fillfactor = 50);

-- What was sold: paid or confirmed, neither cancelled nor refunded since. By
-- the day of UTC on which the order was placed.
CREATE TABLE sales_tallies (
	owner		uuid NOT NULL,
	day		date NOT NULL,
	slot		bigint GENERATED ALWAYS AS IDENTITY,
	orders		bigint NOT NULL,
	amount		numeric NOT NULL,
	PRIMARY KEY (owner, day, slot)
) WITH (fillfactor = 80);

CREATE FUNCTION order_tally_add(of_owner uuid, of_status text, n bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE order_tallies SET orders = orders + n
	WHERE owner = of_owner AND status = of_status AND slot = (
		SELECT slot FROM order_tallies
		WHERE owner = of_owner AND status = of_status
		LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED);
	IF NOT FOUND THEN
		INSERT INTO order_tallies (owner, status, orders)
		VALUES (of_owner, of_status, n);
	END IF;
END $$;

CREATE FUNCTION sales_tally_add(of_owner uuid, of_day date, n bigint,
	more numeric) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE sales_tallies SET orders = orders + n, amount = amount + more
	WHERE owner = of_owner AND day = of_day AND slot = (
		SELECT slot FROM sales_tallies
		WHERE owner = of_owner AND day = of_day
		LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED);
	IF NOT FOUND THEN
		INSERT INTO sales_tallies (owner, day, orders, amount)
		VALUES (of_owner, of_day, n, more);
	END IF;
END $$;

CREATE FUNCTION order_is_sold(status text) RETURNS boolean LANGUAGE sql
IMMUTABLE PARALLEL SAFE
RETURN status IN ('CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED');

CREATE FUNCTION utc_day(at timestamptz) RETURNS date LANGUAGE sql
IMMUTABLE PARALLEL SAFE
RETURN (at AT TIME ZONE 'UTC')::date;

-- A parcel or an order that is there (n = 1) or no longer there (n = -1).
CREATE TYPE tally_change AS (
	owner		uuid,
	status		text,
	day		date,
	amount		numeric,
	n		integer
);

CREATE FUNCTION tallies_change(changes tally_change[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	c record;
BEGIN
	FOR c IN SELECT owner, status, sum(n) AS n FROM unnest(changes)
	    GROUP BY owner, status HAVING sum(n) <> 0
	LOOP
		PERFORM order_tally_add(c.owner, c.status, c.n);
	END LOOP;
	FOR c IN SELECT owner, day, sum(n) AS n, sum(n * amount) AS amount
	    FROM unnest(changes) WHERE order_is_sold(status)
	    GROUP BY owner, day HAVING sum(n) <> 0 OR sum(n * amount) <> 0
	LOOP
		PERFORM sales_tally_add(c.owner, c.day, c.n, c.amount);
	END LOOP;
END $$;

CREATE FUNCTION parcels_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	changes tally_change[];
BEGIN
	IF TG_OP <> 'DELETE' THEN
		changes := ARRAY(SELECT ROW(vendor_user_id, status,
		    utc_day(created_at), items_amount, 1)::tally_change
		    FROM added);
	END IF;
	IF TG_OP <> 'INSERT' THEN
		changes := changes || ARRAY(SELECT ROW(vendor_user_id, status,
		    utc_day(created_at), items_amount, -1)::tally_change
		    FROM gone);
	END IF;
	PERFORM tallies_change(changes);
	RETURN NULL;
END $$;
CREATE TRIGGER parcels_tallied_new AFTER INSERT ON parcels
	REFERENCING NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION parcels_tallied();
CREATE TRIGGER parcels_tallied_changed AFTER UPDATE ON parcels
	REFERENCING OLD TABLE AS gone NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION parcels_tallied();
CREATE TRIGGER parcels_tallied_gone AFTER DELETE ON parcels
	REFERENCING OLD TABLE AS gone
	FOR EACH STATEMENT EXECUTE FUNCTION parcels_tallied();

CREATE FUNCTION orders_tallied() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	shop CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
	changes tally_change[];
BEGIN
	IF TG_OP <> 'DELETE' THEN
		changes := ARRAY(SELECT ROW(shop, status, utc_day(created_at),
		    subtotal_amount, 1)::tally_change FROM added);
	END IF;
	IF TG_OP <> 'INSERT' THEN
		changes := changes || ARRAY(SELECT ROW(shop, status,
		    utc_day(created_at), subtotal_amount, -1)::tally_change
		    FROM gone);
	END IF;
	PERFORM tallies_change(changes);
	RETURN NULL;
END $$;
CREATE TRIGGER orders_tallied_new AFTER INSERT ON orders
	REFERENCING NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION orders_tallied();
CREATE TRIGGER orders_tallied_changed AFTER UPDATE ON orders
	REFERENCING OLD TABLE AS gone NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION orders_tallied();
CREATE TRIGGER orders_tallied_gone AFTER DELETE ON orders
	REFERENCING OLD TABLE AS gone
	FOR EACH STATEMENT EXECUTE FUNCTION orders_tallied();

-- The orders that there are already.
INSERT INTO order_tallies (owner, status, orders)
SELECT vendor_user_id, status, count(*) FROM parcels GROUP BY 1, 2
UNION ALL
SELECT '00000000-0000-0000-0000-000000000000', status, count(*)
FROM orders GROUP BY status;

INSERT INTO sales_tallies (owner, day, orders, amount)
SELECT vendor_user_id, utc_day(created_at), count(*), sum(items_amount)
FROM parcels WHERE order_is_sold(status) GROUP BY 1, 2
UNION ALL
SELECT '00000000-0000-0000-0000-000000000000', utc_day(created_at), count(*),
	sum(subtotal_amount)
FROM orders WHERE order_is_sold(status) GROUP BY 2;

GRANT SELECT, INSERT, UPDATE ON order_tallies, sales_tallies
	TO :"runtime_role";

-- A search for the start of a number or of an address reads a range of bytes.
CREATE INDEX orders_by_number ON orders (status, order_number COLLATE "C");
CREATE INDEX orders_by_email ON orders (status, email COLLATE "C");
-- orders_by_status serves what this one served.
DROP INDEX orders_unpaid;
