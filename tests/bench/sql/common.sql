-- SPDX-License-Identifier: ISC
-- What all databases of a benchmark compute alike. Nothing is random: a
-- number is the hash of its row, so every machine gets the same rows.
--
-- Kinds of ids: 01 users (1 to 200 vendors, from 1001 buyers), 02 vendors,
-- 03 categories, 04 products, 05 variants, 06 orders, 07 their items,
-- 08 payments, 09 ledger transactions, 10 carts, 11 attempts, 12 lines of
-- carts, 13 sessions.

CREATE FUNCTION pg_temp.bench_id(kind text, n bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
	SELECT ('01900000-0000-7000-8000-' || kind || lpad(n::text, 10, '0'))::uuid
$$;

-- From 0 to below 1; "which" tells apart what is asked about one row.
CREATE FUNCTION pg_temp.chance(n bigint, which bigint) RETURNS float8
LANGUAGE sql IMMUTABLE AS $$
	SELECT (hashint8extended(n, which) & 9007199254740991)::float8
	    / 9007199254740992
$$;

-- 1 to "most", each as often as its place in a list of words: 1 twice as
-- often as 2, three times as often as 3.
CREATE FUNCTION pg_temp.zipf(n bigint, which bigint, most integer)
RETURNS integer LANGUAGE sql IMMUTABLE AS $$
	SELECT floor(exp(pg_temp.chance(n, which) * ln(most + 1.0::float8)))::integer
$$;

CREATE FUNCTION pg_temp.product_vendor(n bigint) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$ SELECT pg_temp.zipf(n, 1, 200) $$;

-- Without single cents, so that a tenth of it is a whole number of cents.
CREATE FUNCTION pg_temp.product_price(n bigint) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$
	SELECT round(round((2 * exp(pg_temp.chance(n, 2) * ln(100::float8)))::numeric,
	    1), 2)
$$;

CREATE FUNCTION pg_temp.product_name(n bigint) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT (string_to_array('Rustic,Handmade,Classic,Little,Large,Painted,'
	    'Woven,Striped,Polished,Folding,Round,Tall,Antique,Speckled,Carved,'
	    'Knitted,Glazed,Plain,Curved,Hammered,Quilted,Braided,Dyed,Stacking,'
	    'Hanging,Printed,Ribbed,Turned,Pressed,Waxed', ','))[
	    pg_temp.zipf(n, 3, 30)] || ' ' ||
	(string_to_array('oak,linen,stoneware,wool,walnut,copper,willow,cotton,'
	    'beech,glass,leather,hemp,slate,brass,felt,bamboo,porcelain,cork,'
	    'marble,jute,maple,silk,rattan,tin,cherry,enamel,birch,velvet,granite,'
	    'paper', ','))[pg_temp.zipf(n, 4, 30)] || ' ' ||
	(string_to_array('bowl,basket,lantern,blanket,cushion,teapot,pitcher,'
	    'cutting board,vase,stool,candle holder,tray,apron,mirror,bookend,'
	    'coaster,flowerpot,doormat,cradle,spoon,tablecloth,napkin,breadbox,'
	    'sugar jar,umbrella stand,footrest,wall clock,letter rack,fruit crate,'
	    'pepper mill,rocking chair,picture frame,birdhouse,watering can,'
	    'egg cup,milk jug,jewel case,lampshade,hat box,garden bench', ','))[
	    pg_temp.zipf(n, 5, 40)]
$$;

-- Word number r of a description. From 121 on words are syllables, no two
-- alike.
CREATE FUNCTION pg_temp.word(r integer) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN r <= 120 THEN (string_to_array('fresh,simple,kitchen,'
	    'natural,workshop,gift,garden,family,village,quality,durable,season,'
	    'morning,table,winter,summer,craft,pattern,colour,shape,surface,'
	    'finish,detail,edge,corner,handle,lid,base,size,weight,water,wash,'
	    'dry,store,carry,hold,serve,pour,cook,bake,light,warm,soft,firm,'
	    'smooth,rough,thick,thin,deep,wide,narrow,heavy,clean,bright,dark,'
	    'pale,green,blue,white,grey,brown,red,yellow,amber,ivory,charcoal,'
	    'mountain,river,meadow,forest,coast,island,valley,orchard,harbour,'
	    'market,cottage,window,shelf,drawer,hallway,balcony,picnic,journey,'
	    'weekend,evening,children,friends,guests,neighbour,tradition,'
	    'generation,master,apprentice,tool,bench,kiln,loom,wheel,needle,'
	    'thread,fibre,grain,timber,metal,clay,stone,oil,wax,varnish,pigment,'
	    'recycled,local,organic,limited,original,signed,numbered,repair,'
	    'spare,lasting', ','))[r]
	ELSE substr('blacrodunfelgrohajkellimmonnevolaprarusstethotuvvinwalyorzeb', 1 + 3 * (r % 20), 3) || substr('blacrodunfelgrohajkellimmonnevolaprarusstethotuvvinwalyorzeb', 1 + 3 * (r / 20 % 20),
	    3) || CASE WHEN r >= 400 THEN substr('blacrodunfelgrohajkellimmonnevolaprarusstethotuvvinwalyorzeb', 1 + 3 * (r / 400 % 20), 3)
	    ELSE '' END || CASE WHEN r >= 8000 THEN substr('blacrodunfelgrohajkellimmonnevolaprarusstethotuvvinwalyorzeb', 1 + 3 * (r / 8000), 3)
	    ELSE '' END END
$$;
