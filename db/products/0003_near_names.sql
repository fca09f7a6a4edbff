-- SPDX-License-Identifier: ISC
-- Names that come close, among the first 500 found: where so many do, the
-- word is a common one, and all of them to the last would take a second.

-- The setting below is known once the extension's library is loaded.
DO $$ BEGIN PERFORM similarity('', ''); END $$;

CREATE OR REPLACE FUNCTION product_near(typed text, most integer)
RETURNS TABLE (id uuid, closeness real) LANGUAGE sql STABLE
SET pg_trgm.word_similarity_threshold TO 0.45 AS $$
	SELECT p.id, word_similarity(typed, p.name) FROM (
		SELECT p.id, p.name FROM products p
		WHERE p.is_listed AND typed <% p.name LIMIT 500) p
	ORDER BY 2 DESC, 1 LIMIT most
$$;
