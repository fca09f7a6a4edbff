-- SPDX-License-Identifier: ISC
-- Vendors, categories and products, and what keeps their lists fast.

CREATE TABLE vendors (
	id		uuid PRIMARY KEY,
	user_id		uuid NOT NULL,
	email		text NOT NULL,
	business_name	text NOT NULL,
	slug		text NOT NULL,
	description	text,
	status		text NOT NULL DEFAULT 'PENDING' CHECK (status IN
			('PENDING', 'APPROVED', 'REJECTED', 'SUSPENDED')),
	reason		text,
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT vendors_user_key UNIQUE (user_id),
	CONSTRAINT vendors_slug_key UNIQUE (slug)
);
CREATE INDEX vendors_queue ON vendors (status, created_at, id);
CREATE INDEX vendors_by_name ON vendors (lower(business_name), id)
	WHERE status = 'APPROVED';

CREATE TABLE categories (
	id		uuid PRIMARY KEY,
	name		text NOT NULL,
	slug		text NOT NULL,
	parent_id	uuid,
	created_at	timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT categories_slug_key UNIQUE (slug),
	CONSTRAINT categories_parent_fkey FOREIGN KEY (parent_id)
		REFERENCES categories,
	CONSTRAINT categories_parent_other CHECK (parent_id <> id)
);
CREATE INDEX categories_parent ON categories (parent_id);

-- stock_quantity is the sum of the variants where there are any. is_listed is
-- kept by a trigger: active, not removed, and of an approved vendor.
CREATE TABLE products (
	id		uuid PRIMARY KEY,
	vendor_id	uuid NOT NULL,
	category_id	uuid,
	name		text NOT NULL,
	slug		text NOT NULL,
	description	text,
	price		numeric(10,2) NOT NULL,
	stock_quantity	integer NOT NULL DEFAULT 0,
	is_active	boolean NOT NULL DEFAULT true,
	is_listed	boolean NOT NULL DEFAULT false,
	has_variants	boolean NOT NULL DEFAULT false,
	images		jsonb NOT NULL DEFAULT '[]',
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	removed_at	timestamptz,
	search		tsvector NOT NULL GENERATED ALWAYS AS (
			setweight(to_tsvector('english', name), 'A') ||
			setweight(to_tsvector('english',
			    coalesce(description, '')), 'C')) STORED,
	CONSTRAINT products_slug_key UNIQUE (slug),
	CONSTRAINT products_vendor_fkey FOREIGN KEY (vendor_id)
		REFERENCES vendors,
	CONSTRAINT products_category_fkey FOREIGN KEY (category_id)
		REFERENCES categories,
	CONSTRAINT products_price_range CHECK (price >= 0),
	CONSTRAINT products_stock_range CHECK (stock_quantity >= 0),
	CONSTRAINT products_images_list
		CHECK (jsonb_typeof(images) = 'array')
) WITH (fillfactor = 85);

-- One for each order of a list, whole and within a category; any of them is
-- read forwards and backwards.
CREATE INDEX products_by_age ON products (created_at, id) WHERE is_listed;
CREATE INDEX products_by_price ON products (price, id) WHERE is_listed;
CREATE INDEX products_by_name ON products (lower(name), id) WHERE is_listed;
CREATE INDEX products_category_by_age
	ON products (category_id, created_at, id) WHERE is_listed;
CREATE INDEX products_category_by_price
	ON products (category_id, price, id) WHERE is_listed;
CREATE INDEX products_category_by_name
	ON products (category_id, lower(name), id) WHERE is_listed;
CREATE INDEX products_shop ON products (vendor_id, created_at, id)
	WHERE is_listed;
-- The vendor's own list, and the category's foreign key.
CREATE INDEX products_vendor ON products (vendor_id, created_at, id)
	WHERE removed_at IS NULL;
CREATE INDEX products_category ON products (category_id);
CREATE INDEX products_search ON products USING gin (search);
CREATE INDEX products_name_trigrams ON products
	USING gin (name gin_trgm_ops) WHERE is_listed;

-- A variant that was removed stays for the orders that hold it.
CREATE TABLE product_variants (
	id		uuid PRIMARY KEY,
	product_id	uuid NOT NULL,
	name		text NOT NULL,
	price		numeric(10,2) NOT NULL,
	stock_quantity	integer NOT NULL DEFAULT 0,
	sku		text NOT NULL,
	position	integer NOT NULL DEFAULT 0,
	removed_at	timestamptz,
	CONSTRAINT product_variants_product_fkey FOREIGN KEY (product_id)
		REFERENCES products,
	CONSTRAINT product_variants_price_range CHECK (price >= 0),
	CONSTRAINT product_variants_stock_range CHECK (stock_quantity >= 0)
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX product_variants_sku_key ON product_variants (sku)
	WHERE removed_at IS NULL;
CREATE INDEX product_variants_product ON product_variants (product_id);

-- How many listed products a category itself holds, so that no list has to
-- count them. Products without a category count under the nil UUID.
CREATE TABLE category_counts (
	category_id	uuid PRIMARY KEY,
	listed		bigint NOT NULL DEFAULT 0
);
INSERT INTO category_counts (category_id)
VALUES ('00000000-0000-0000-0000-000000000000');

-- The lock on the vendor keeps a change of its state from passing by.
CREATE FUNCTION product_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.is_listed := NEW.is_active AND NEW.removed_at IS NULL AND
	    coalesce((SELECT status = 'APPROVED' FROM vendors
	    WHERE id = NEW.vendor_id FOR SHARE), false);
	RETURN NEW;
END $$;
CREATE TRIGGER product_listed
	BEFORE INSERT OR UPDATE OF is_active, removed_at, vendor_id
	ON products FOR EACH ROW EXECUTE FUNCTION product_listed();

CREATE FUNCTION vendor_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE products SET is_listed = NEW.status = 'APPROVED'
	WHERE vendor_id = NEW.id AND is_active AND removed_at IS NULL
	    AND is_listed <> (NEW.status = 'APPROVED');
	RETURN NULL;
END $$;
CREATE TRIGGER vendor_listed AFTER UPDATE OF status ON vendors
	FOR EACH ROW WHEN (OLD.status <> NEW.status)
	EXECUTE FUNCTION vendor_listed();

CREATE FUNCTION category_count(changes bigint, category uuid) RETURNS void
LANGUAGE sql AS $$
	INSERT INTO category_counts AS c (category_id, listed)
	VALUES (category, changes)
	ON CONFLICT (category_id) DO UPDATE SET listed = c.listed + changes;
$$;

-- By statement, with what changed added up, so that a thousand rows cost one
-- update. In the order of the ids: two of them cannot block each other.
CREATE FUNCTION products_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	nil CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
	change record;
BEGIN
	IF TG_OP = 'INSERT' THEN
		FOR change IN
			SELECT coalesce(category_id, nil) AS id, count(*) AS n
			FROM added WHERE is_listed GROUP BY 1 ORDER BY 1
		LOOP
			PERFORM category_count(change.n, change.id);
		END LOOP;
		RETURN NULL;
	END IF;
	FOR change IN
		SELECT coalesce(x.category_id, nil) AS id, sum(x.n) AS n
		FROM gone o JOIN added a USING (id),
		LATERAL (VALUES (o.category_id, -o.is_listed::int),
		    (a.category_id, a.is_listed::int)) x (category_id, n)
		WHERE (o.is_listed, o.category_id) IS DISTINCT FROM
		    (a.is_listed, a.category_id)
		GROUP BY 1 HAVING sum(x.n) <> 0 ORDER BY 1
	LOOP
		PERFORM category_count(change.n, change.id);
	END LOOP;
	RETURN NULL;
END $$;
CREATE TRIGGER products_counted_new AFTER INSERT ON products
	REFERENCING NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION products_counted();
CREATE TRIGGER products_counted_changed AFTER UPDATE ON products
	REFERENCING OLD TABLE AS gone NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION products_counted();

-- What somebody typed, with the last word as the beginning of one. "head" is
-- all but that word; "tail" the word, or NULL when it is not to be completed.
CREATE FUNCTION product_query(whole text, head text, tail text)
RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
	SELECT coalesce(asked || (websearch_to_tsquery('english', head) &&
	    to_tsquery('english', '''' || regexp_replace(tail, '[''\\]', '',
	    'g') || ''':*')), asked)
	FROM websearch_to_tsquery('english', whole) asked
$$;

-- Names that come close to it, the closest first.
CREATE FUNCTION product_near(typed text, most integer)
RETURNS TABLE (id uuid, closeness real) LANGUAGE sql STABLE
SET pg_trgm.word_similarity_threshold TO 0.4 AS $$
	SELECT p.id, word_similarity(typed, p.name)
	FROM products p WHERE p.is_listed AND typed <% p.name
	ORDER BY 2 DESC, 1 LIMIT most
$$;

GRANT SELECT, INSERT, UPDATE ON vendors, products, product_variants,
	category_counts TO :"runtime_role";
GRANT SELECT, INSERT, UPDATE, DELETE ON categories TO :"runtime_role";
