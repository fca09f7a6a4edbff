-- SPDX-License-Identifier: ISC
-- Programs keep what all pages show of the catalogue: its categories and how
-- much they hold, the first shops. This tells them to read it again. Stock
-- and prices are not in there: a sale tells nobody.

CREATE FUNCTION catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NOTIFY catalogue;
	RETURN NULL;
END $$;
CREATE TRIGGER catalogue_changed
	AFTER INSERT OR UPDATE OR DELETE ON categories
	FOR EACH STATEMENT EXECUTE FUNCTION catalogue_changed();
CREATE TRIGGER catalogue_changed
	AFTER INSERT OR UPDATE ON category_counts
	FOR EACH STATEMENT EXECUTE FUNCTION catalogue_changed();
CREATE TRIGGER catalogue_changed
	AFTER UPDATE OF business_name, slug, description, status ON vendors
	FOR EACH STATEMENT EXECUTE FUNCTION catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER UPDATE OF images ON products
	FOR EACH STATEMENT EXECUTE FUNCTION catalogue_changed();
