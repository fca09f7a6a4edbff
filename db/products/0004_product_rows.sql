-- SPDX-License-Identifier: ISC
-- What lists and pages show of a product stands in its own row: the names of
-- its vendor and its category, its first image, its variants as JSON. A page
-- reads one table, and what it shows changes much less often than it is read.
-- The search vector becomes a plain column too: a generated one would be made
-- anew with every piece that is sold.

ALTER TABLE products
	ALTER COLUMN search DROP EXPRESSION,
	ADD COLUMN vendor_name text,
	ADD COLUMN vendor_slug text,
	ADD COLUMN category_name text,
	ADD COLUMN category_slug text,
	ADD COLUMN image text,
	ADD COLUMN variants json NOT NULL DEFAULT '[]';

-- The locks keep a change of those names from passing by.
CREATE FUNCTION product_filled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.search := setweight(to_tsvector('english', NEW.name), 'A') ||
	    setweight(to_tsvector('english', coalesce(NEW.description, '')),
	    'C');
	NEW.image := NEW.images ->> 0;
	SELECT business_name, slug INTO NEW.vendor_name, NEW.vendor_slug
	FROM vendors WHERE id = NEW.vendor_id FOR SHARE;
	SELECT name, slug INTO NEW.category_name, NEW.category_slug
	FROM categories WHERE id = NEW.category_id FOR SHARE;
	RETURN NEW;
END $$;
CREATE TRIGGER product_filled
	BEFORE INSERT OR UPDATE OF name, description, images, vendor_id,
	    category_id
	ON products FOR EACH ROW EXECUTE FUNCTION product_filled();

-- In the order of the ids, as checkouts lock them.
CREATE FUNCTION vendor_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM FROM products WHERE vendor_id = NEW.id ORDER BY id FOR UPDATE;
	UPDATE products SET vendor_name = NEW.business_name,
	    vendor_slug = NEW.slug WHERE vendor_id = NEW.id;
	RETURN NULL;
END $$;
CREATE TRIGGER vendor_renamed AFTER UPDATE OF business_name, slug ON vendors
	FOR EACH ROW WHEN ((OLD.business_name, OLD.slug) IS DISTINCT FROM
	    (NEW.business_name, NEW.slug))
	EXECUTE FUNCTION vendor_renamed();

CREATE FUNCTION category_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM FROM products WHERE category_id = NEW.id
	ORDER BY id FOR UPDATE;
	UPDATE products SET category_name = NEW.name, category_slug = NEW.slug
	WHERE category_id = NEW.id;
	RETURN NULL;
END $$;
CREATE TRIGGER category_renamed AFTER UPDATE OF name, slug ON categories
	FOR EACH ROW WHEN ((OLD.name, OLD.slug) IS DISTINCT FROM
	    (NEW.name, NEW.slug))
	EXECUTE FUNCTION category_renamed();

-- Whoever changes a variant has locked its product before.
CREATE FUNCTION variants_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT FROM changed) THEN
		UPDATE products p SET variants = coalesce((SELECT json_agg(v)
		FROM (SELECT x.id, x.name, x.price,
			x.stock_quantity AS "stockQuantity", x.sku
			FROM product_variants x WHERE x.product_id = p.id
			AND x.removed_at IS NULL ORDER BY x.position, x.id) v),
		'[]')
		WHERE p.id IN (SELECT product_id FROM changed);
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER variants_shown_new AFTER INSERT ON product_variants
	REFERENCING NEW TABLE AS changed
	FOR EACH STATEMENT EXECUTE FUNCTION variants_shown();
CREATE TRIGGER variants_shown_changed AFTER UPDATE ON product_variants
	REFERENCING NEW TABLE AS changed
	FOR EACH STATEMENT EXECUTE FUNCTION variants_shown();

-- What there is already.
UPDATE products SET images = images;
UPDATE product_variants SET position = position;
ALTER TABLE products
	ALTER COLUMN vendor_name SET NOT NULL,
	ALTER COLUMN vendor_slug SET NOT NULL;
