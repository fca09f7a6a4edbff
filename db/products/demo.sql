-- SPDX-License-Identifier: ISC
-- The catalogue of the demo shop: 5 vendors, 13 categories in two levels and
-- 200 products. Product N has picture N (scripts/lib/demo_pictures.awk), and
-- 25 in a row share a motif, so that names and pictures agree.

CREATE FUNCTION pg_temp.demo_id(kind text, n bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
	SELECT ('00000000-0000-7000-8000-' || kind || lpad(n::text, 10, '0'))::uuid
$$;

-- The demo shop is told in dollars and cents. A cent is one step of the shop's
-- currency: 4.25 is 425 JPY and 4.250 KWD.
CREATE FUNCTION pg_temp.demo_amount(told numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE
RETURN round(told * 100 * :step / 10::numeric ^ :exponent, :exponent);

CREATE FUNCTION pg_temp.slug(name text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT trim(both '-' FROM regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g'))
$$;

INSERT INTO vendors (id, user_id, email, business_name, slug, description,
	status, created_at)
SELECT pg_temp.demo_id('02', n), pg_temp.demo_id('01', person), email, name,
	pg_temp.slug(name), description, status, farm_now() - age
FROM (VALUES
	(1, 2, 'vendor@example.com', 'Meadow Lane Orchard', 'APPROVED', interval '88 days',
	'Three generations of fruit and vegetables from a south-facing slope. We pick in the morning and send in the afternoon, and what is not ripe stays on the tree.'),
	(2, 3, 'vendor2@example.com', 'Stone Oven Bakery', 'APPROVED', interval '82 days',
	'Bread with time in it: sourdough that rests for two days, flour from a mill we can see from the door, and cheese from the farms around.'),
	(3, 5, 'vendor3@example.com', 'Hill & Hive', 'APPROVED', interval '71 days',
	'Honey from forty hives, jam from what grows between them, and flowers cut to order. Small batches, labelled by hand.'),
	(4, 6, 'vendor4@example.com', 'Clay and Thread Workshop', 'APPROVED', interval '64 days',
	'Two potters and a weaver under one roof. Everything is thrown, glazed, spun and dyed here; no two pieces are the same.'),
	(5, 7, 'vendor5@example.com', 'Brook Farm Dairy', 'PENDING', interval '2 days',
	'Thirty cows, one small dairy. We would like to sell butter, yoghurt and our young cheeses here.')
) AS v (n, person, email, name, status, age, description)
ON CONFLICT DO NOTHING;

INSERT INTO categories (id, name, slug, parent_id)
SELECT pg_temp.demo_id('03', n), name, pg_temp.slug(name),
	CASE WHEN parent > 0 THEN pg_temp.demo_id('03', parent) END
FROM (VALUES
	(9, 'Greengrocer', 0), (10, 'Bakery and dairy', 0), (11, 'Pantry', 0),
	(12, 'Garden', 0), (13, 'Home', 0),
	(1, 'Fruit', 9), (2, 'Vegetables', 9), (3, 'Bread', 10),
	(4, 'Cheese', 10), (5, 'Honey and jam', 11), (6, 'Flowers', 12),
	(7, 'Ceramics', 13), (8, 'Wool', 13)
) AS c (n, name, parent)
ON CONFLICT DO NOTHING;

-- What a motif offers: its shapes repeat with the pictures ("rhythm" of them,
-- "shape" in turn), and each has names to lead with.
CREATE TEMP TABLE demo_shape (motif int, rhythm int, shape int, noun text,
	leads text[], low numeric, high numeric, text text) ON COMMIT DROP;
INSERT INTO demo_shape VALUES
(1, 5, 0, 'Apples, 1 kg', '{Bramley,Cox Orange,Gala,Boskoop,Jonagold}', 2.9, 4.6, 'Crisp and well balanced. They keep for weeks in a cool place and for days in a bowl.'),
(1, 5, 1, 'Apples, 2 kg bag', '{Elstar,Pippin,Braeburn,Topaz,Russet}', 5.2, 7.9, 'A bag for baking and for eating out of hand. Grown without synthetic sprays.'),
(1, 5, 2, 'Oranges, net of 8', '{Navel,Blood,Valencia,Juicing,Bergamot}', 4.4, 6.9, 'Heavy for their size and full of juice, with a thin peel that is good for zest.'),
(1, 5, 3, 'Clementines, 1 kg', '{Leafy,Seedless,Late,Sweet,Corsican}', 3.6, 5.4, 'Small, sweet and easy to peel. Sent with their leaves on, which tells how fresh they are.'),
(1, 5, 4, 'Pears, 1 kg', '{Conference,Williams,Comice,Abate,Nashi}', 3.2, 5.1, 'Picked firm, to ripen within three or four days on the window sill.'),
(2, 4, 0, 'Carrots, bunch', '{Nantes,Purple,Early,Rainbow,Sand-grown,Chantenay,Autumn}', 1.8, 3.4, 'Pulled the day they are sent, tops on. The tops make a good pesto.'),
(2, 4, 1, 'Pumpkin, whole', '{Hokkaido,Butternut,Muscat,Delica,Crown,Acorn,Harvest}', 3.9, 8.5, 'Dense, nutty flesh that does not fall apart. The skin can stay on in the oven.'),
(2, 4, 2, 'Tomatoes, 500 g', '{Oxheart,Vine,Black Krim,San Marzano,Cherry,Green Zebra}', 2.7, 5.2, 'Ripened on the plant and never chilled, which is all that a tomato asks for.'),
(2, 4, 3, 'Aubergine, pair', '{Violet,Striped,Slim,Long,Round,Glossy}', 2.4, 4.2, 'Firm, with few seeds. Roast it whole, or slice it and brush it with oil.'),
(3, 3, 0, 'sourdough loaf', '{Country,Rye,Spelt,Dark,Potato,Oat,Farmhouse,Walnut,Wholemeal}', 4.6, 7.8, 'A thick crust, an open crumb and two days of rest before the oven.'),
(3, 3, 1, 'tin loaf', '{Wheat,Seeded,Milk,Honey oat,Toasting,Malted,Sandwich,Buttermilk}', 3.4, 5.6, 'Even slices from end to end, soft for three days and good toast for two more.'),
(3, 3, 2, 'baguette', '{Crusty,Olive,Sesame,Rustic,Garlic,Poppy seed,Wholegrain,Twisted}', 2.2, 3.9, 'Long fermented, baked dark and best on the day. Ten minutes in a hot oven bring it back.'),
(4, 3, 0, 'cheese, 250 g wedge', '{Mountain,Smoked,Aged cow''s milk,Alpine,Hay-milk,Farmhouse,Pepper,Cellar}', 5.9, 11.5, 'Made from raw milk and matured on spruce boards. Take it out an hour before you eat it.'),
(4, 3, 1, 'cheese, mild, 300 g', '{Meadow,Young,Creamy,Herb,Nettle,Cumin,Butter,Walnut}', 4.8, 8.9, 'Mild and supple, for bread in the morning and for melting in the evening.'),
(4, 3, 2, 'soft round', '{White-rind,Ash,Goat''s,Sheep''s,Red-rind,Truffle,Camembert-style,Brie-style,Chive}', 6.4, 12.9, 'Ripens from the rind inwards. Young it is chalky in the middle, older it runs.'),
(5, 2, 1, 'honey', '{Blossom,Forest,Lime tree,Acacia,Heather,Chestnut,Spring,Summer,Rapeseed,Sunflower,Clover,Mountain,Wildflower}', 6.5, 12.0, 'Spun cold, never heated, and stirred until it is as fine as it should be.'),
(5, 2, 0, 'jam', '{Strawberry,Raspberry,Blackcurrant,Plum,Sour cherry,Gooseberry,Blackberry,Rhubarb,Quince,Damson,Blueberry,Fig}', 4.2, 6.8, 'Seven parts fruit to three of sugar, cooked in a copper pan a few pounds at a time.'),
(6, 5, 0, 'bouquet', '{Meadow,Cottage,Spring,Sunrise,Friendship}', 14.0, 32.0, 'Tied by hand from what is in bloom this week, so yours will differ a little.'),
(6, 5, 1, 'posy in a jug', '{Daisy,Sweet pea,Anemone,Marigold,Garden}', 12.0, 24.0, 'A small arrangement for a bedside or a kitchen table. The jug stays with you.'),
(6, 5, 2, 'table flowers', '{Peony,Dahlia,Ranunculus,Zinnia,Cosmos}', 18.0, 38.0, 'Low and wide, so that people can see each other across it.'),
(6, 5, 3, 'dried flowers', '{Lavender,Statice,Everlasting,Oat and poppy,Hydrangea}', 16.0, 29.0, 'Cut at their best and dried in the dark. They last for a year and longer.'),
(6, 5, 4, 'potted bloom', '{Geranium,Primrose,Cyclamen,Begonia,Violet}', 7.0, 15.0, 'Rooted and in bud. Likes a bright window and a drink when the top of the soil is dry.'),
(7, 3, 0, 'mug', '{Speckled,River,Ink,Oatmeal,Moss,Slate,Dawn,Salt}', 18.0, 29.0, 'Holds 300 ml, sits well in the hand and goes into the dishwasher.'),
(7, 3, 1, 'serving bowl', '{Shore,Rain,Willow,Copper,Celadon,Frost,Terracotta,Night,Lichen}', 32.0, 58.0, 'Thrown in one piece, glazed inside and out, wide enough for a salad for six.'),
(7, 3, 2, 'vase', '{Bottle,Bud,Column,Moon,Gourd,Tall,Twist,Pebble}', 26.0, 74.0, 'Watertight stoneware. Good with one stem, and good with none.'),
(8, 3, 0, 'wool, 100 g ball', '{Merino,Highland,Heather,Lambswool,Alpaca,Tweed,Fell,Indigo}', 8.5, 16.0, 'Spun from the fleece of one flock and dyed in small lots. About 200 m to the ball.'),
(8, 3, 1, 'knitting kit', '{Beanie,Mitten,Scarf,Sock,Cowl,Shawl,Cushion,Blanket square}', 24.0, 46.0, 'Wool, a pair of needles and a pattern that has been knitted by people who had never knitted.'),
(8, 3, 2, 'blanket', '{Herringbone,Checked,Cradle,Plain weave,Fringed,Sofa,Picnic,Winter,Striped}', 79.0, 148.0, 'Woven on a hand loom, washed once so that it is soft from the first evening.');

-- Every seventh has variants, every thirteenth is sold out, every fortieth is
-- not on show.
CREATE TEMP TABLE demo_product ON COMMIT DROP AS
SELECT n, motif, s.leads[1 + (turn / s.rhythm) % cardinality(s.leads)] || ' ' ||
	CASE WHEN s.noun ~ '^[A-Z]' THEN lower(left(s.noun, 1)) || substr(s.noun, 2) ELSE s.noun END AS name,
	round(s.low + (s.high - s.low) * ((n * 37) % 100) / 100, 1) - 0.05 AS price,
	CASE WHEN n % 13 = 0 THEN 0 WHEN n % 9 = 0 THEN 1 + n % 4 ELSE 8 + (n * 53) % 90 END AS stock,
	n % 40 <> 0 AS active, n % 7 = 0 AS variants, s.text,
	farm_now() - (n * 73 % 199) * interval '6 hours' - interval '1 hour' AS born
FROM generate_series(1, 200) n
CROSS JOIN LATERAL (SELECT (n - 1) / 25 + 1 AS motif, (n - 1) % 25 AS turn) m
JOIN demo_shape s USING (motif)
WHERE n % s.rhythm = s.shape;

INSERT INTO products (id, vendor_id, category_id, name, slug, description,
	price, stock_quantity, is_active, has_variants, images, created_at,
	updated_at)
SELECT pg_temp.demo_id('04', n),
	pg_temp.demo_id('02', CASE WHEN motif <= 2 THEN 1 WHEN motif <= 4 THEN 2
	    WHEN motif <= 6 THEN 3 ELSE 4 END),
	pg_temp.demo_id('03', motif), name, pg_temp.slug(name) ||
	CASE WHEN row_number() OVER (PARTITION BY name ORDER BY n) > 1
	    THEN '-' || n ELSE '' END,
	text || E'\n\n' ||
	CASE motif
	WHEN 1 THEN E'- Picked by hand\n- Sent within a day\n- Unwaxed'
	WHEN 2 THEN E'- Grown in the open\n- Unwashed, so that it keeps\n- No plastic'
	WHEN 3 THEN E'- Stone-ground flour\n- Water, salt, nothing else\n- Freezes well'
	WHEN 4 THEN E'- Milk from one herd\n- Keep below 8 °C\n- Wrapped in paper'
	WHEN 5 THEN E'- Glass jar, 450 g\n- Made in small batches\n- Keep cool once opened'
	WHEN 6 THEN E'- Cut or potted to order\n- Sent upright\n- Care card inside'
	WHEN 7 THEN E'- Stoneware, fired at 1240 °C\n- Safe in dishwasher and microwave\n- Signed on the foot'
	ELSE E'- Pure new wool\n- Wash cold, dry flat\n- Made in our workshop' END ||
	E'\n\n**Delivery** takes two to four working days.',
	pg_temp.demo_amount(price), stock, active, variants,
	jsonb_build_array('/media/demo/' || lpad(n::text, 3, '0') || '.svg'),
	born, born
FROM demo_product ORDER BY n
ON CONFLICT DO NOTHING;

INSERT INTO product_variants (id, product_id, name, price, stock_quantity,
	sku, position)
SELECT pg_temp.demo_id('05', n * 10 + v.place), pg_temp.demo_id('04', n),
	v.names[1 + (motif - 1)], pg_temp.demo_amount(round(price * v.factor, 1)
	    - CASE v.place WHEN 1 THEN 0 ELSE 0.05 END),
	CASE WHEN stock = 0 OR (n % 3 = 0 AND v.place = 3) THEN 0
	    ELSE stock / (v.place + 1) END,
	'FARM-' || lpad(n::text, 3, '0') || '-' || v.place, v.place
FROM demo_product, (VALUES
	(1, 1.0, '{Small box,Small,Whole,250 g,250 g jar,Small,Natural,Undyed}'::text[]),
	(2, 1.8, '{Family box,Medium,Sliced,500 g,450 g jar,Medium,Blue glaze,Indigo}'),
	(3, 2.6, '{Crate,Large,Double loaf,1 kg,Gift set of 3,Large,Green glaze,Madder red}')
) AS v (place, factor, names)
WHERE variants
ON CONFLICT DO NOTHING;

-- A product with variants costs from, and has in stock, what they say.
UPDATE products p SET price = v.price, stock_quantity = v.stock
FROM (SELECT product_id, min(price) AS price, sum(stock_quantity) AS stock
	FROM product_variants WHERE removed_at IS NULL GROUP BY product_id) v
WHERE p.id = v.product_id AND p.id <= pg_temp.demo_id('04', 200)
	AND p.id >= pg_temp.demo_id('04', 1) AND p.updated_at = p.created_at;

-- Some have more than one picture: of the same motif and shape.
UPDATE products p SET images = p.images ||
	jsonb_build_array('/media/demo/' || lpad((n + 15)::text, 3, '0') || '.svg')
FROM generate_series(1, 185) n
WHERE p.id = pg_temp.demo_id('04', n) AND n % 3 = 1
	AND (n - 1) / 25 = (n + 14) / 25 AND jsonb_array_length(p.images) = 1;
