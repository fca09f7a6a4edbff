# SPDX-License-Identifier: ISC
# The cases. Each has a function case_NAME that says what it is made of:
#   SERVICE   whose statements pgbench repeats
#   CLIENTS   connections at a time
#   CEILINGS  hello, static, pgbench, one-db, uncached, argon2
#   SMALL     yes: must not be much slower than with 10,000 products, which is
#             one more ceiling
#   GOAL      "ratio.hello>=0.55", "rps>=2000", "p99<=30" (milliseconds)
#   EXPECT    what the first request is answered with: a status and a text
#   CACHE     on: with the page cache
#   ONCE      yes: a request that is sent twice would be another case
# and prints its requests, see load.lua. Before each round comes round_NAME,
# and after all of them ending_NAME, where there are such.

bench_cases()
{
	cat <<END
farm       ready           nothing: load the catalogue, let the farm run
farm       start           until all pools answer, and "up" of what is up
farm       memory          by process, of a farm that has just started
farm       trips           round trips of a page to PostgreSQL and Redis
ceilings   hello           nothing but FastCGI: 1 KB from a pool as the others
ceilings   static          nothing but nginx: a file as large as the home page
catalogue  product         GET /api/products/ID, 5000 of them
catalogue  product-304     the same by those who have it already
catalogue  list            GET /api/products, 20 of them, pages 1 to 10
catalogue  category        GET /api/products?category=…, 60 categories
catalogue  search-rare     a word that few products have
catalogue  search-common   a word that most products have
catalogue  search-typo     a word that no product has
pages      home            GET /
pages      product-page    GET /products/SLUG, 5000 of them
pages      hot-page        GET / with the page cache
pages      long-tail       9500 product pages with the page cache
people     orders          GET /api/orders of a buyer with 10,000 orders
people     vendor-orders   GET /api/vendor/orders of a vendor with 7,000
people     sign-in         POST /api/auth/login
people     cart            POST /api/cart/items, each of another buyer
people     checkout        POST /api/checkout of a cart with two lines
END
}

bench_list()
{
	bench_cases | while read -r group name summary; do
		[ "$group" = "${last-}" ] || echo "$group"
		last=$group
		printf '  %-14s  %s\n' "$name" "$summary"
	done
}

# bench_choose NAME: sets CASES.
bench_choose()
{
	CASES=$(bench_cases | awk -v name="$1" \
	    '$2 == name || $2 != "ready" && (name == "" || $1 == name) {
		print $2
	}')
	[ "$CASES" != ready ] || [ -n "$OPT_DIR" ] ||
		usage_error '"ready" wants a --dir where the farm stays'
	[ -n "$CASES" ] || usage_error "there is no case or group called $1"
}

case_function()
{
	echo "$1_$2" | tr - _
}

# hook KIND NAME: what case NAME has to be done then, or nothing.
hook()
{
	command -v "$(case_function "$1" "$2")" || echo :
}

case_prepare()
{
	SERVICE=products CLIENTS=32 CEILINGS='' GOAL='' EXPECT=200 CACHE=off
	ONCE='' SMALL='' ROUND=$(hook round "$1") ENDING=$(hook ending "$1")
	"$(case_function case "$1")" >"$WORK/$1.requests"
	if [ -n "$PEER" ] && [ -n "$SMALL" ]; then
		CEILINGS="$CEILINGS small" GOAL="$GOAL ratio.small>=0.77"
		peer "$(case_function case "$1")" >"$WORK/$1.small"
	fi
	printf 'GET\t/_bench/hello\t\n' >"$WORK/hello.requests"
	case $CEILINGS in
	*static*) page_save "$(cut -f 2 "$WORK/$1.requests" | head -n 1)" \
	    >"$WORK/$1.static" ;;
	esac
	bench_nginx "$CACHE"
}

# ---- requests ---------------------------------------------------------------

# gets: paths from standard input, a line each, as requests.
gets()
{
	awk '{ printf "GET\t%s\t\n", $0 }'
}

# bench_sql SERVICE [ARGUMENT...]: psql as the owner; rows by tabs.
bench_sql()
{
	(
		service=$1
		shift
		url_connect "$(setting "OWNER_DATABASE_URL_$(upper "$service")")"
		owner_psql -At -F "$(printf '\t')" "$@"
	)
}

# page_save PATH: as a file that nginx answers by itself, and a request of it.
page_save()
{
	curl -q -sS --fail -o "$FARM/media/bench/page.html" "$URL$1"
	chmod a+r "$FARM/media/bench/page.html"
	echo /_bench/page.html | gets
}

# product_numbers COUNT: of products without variants that are on sale, spread
# over the whole catalogue.
product_numbers()
{
	awk -v most="$PRODUCTS" -v want="$1" 'BEGIN {
		for (i = 0; i < want; i++) {
			n = 1 + int((i * 0.6180339887 - int(i * 0.6180339887)) * most)
			while (n % 10 == 7 || n % 30 == 11)
				n = n % most + 1
			print n
		}
	}'
}

product_ids()
{
	product_numbers "$1" |
		awk '{ printf "01900000-0000-7000-8000-04%010d\n", $1 }'
}

product_slugs()
{
	{
		echo 'CREATE TEMP TABLE wanted (n serial, id uuid);'
		echo 'COPY wanted (id) FROM STDIN;'
		product_ids "$1"
		printf '%s\n' '\.'
		echo 'SELECT p.slug FROM wanted JOIN products p USING (id)'
		echo 'ORDER BY n;'
	} | bench_sql products
}

# words FIRST LAST: of descriptions, by how common they are.
words()
{
	echo "\\i $BENCH/sql/common.sql
	    SELECT pg_temp.word(r) FROM generate_series($1, $2) r;" |
		bench_sql products
}

# search WORD...: requests.
search()
{
	EXPECT='200 "total":[1-9]'
	CLIENTS=$(nproc)
	printf '/api/products?search=%s\n' "$@" | gets
}

# ---- people -----------------------------------------------------------------

# tokens NUMBER...: of users as sql/auth.sql made them: "NUMBER TOKEN".
# What auth would record of their sessions stands in Redis too.
tokens()
{
	printf '%s\n' "$@" | awk '{
		role = $1 <= 200 ? "VENDOR" : "BUYER"
		printf "01900000-0000-7000-8000-13%010d ", $1
		printf "01900000-0000-7000-8000-01%010d ", $1
		printf "%s%d@bench.example %s\n", tolower(role), $1, role
	}' >"$WORK/people"
	awk '{ print "SET session:" $1 " " $4 " EX 604800" }' "$WORK/people" |
		run_as "$FARM_USER" redis-cli -s "$RUN/redis.sock" \
		    >/dev/null
	JWT_ACCESS_SECRET=$(setting JWT_ACCESS_SECRET) "$TOOLS/tokens" \
	    <"$WORK/people" >"$WORK/signed"
	printf '%s\n' "$@" | paste -d ' ' - "$WORK/signed"
}

# asks PATH: as the person whose line of "tokens" comes in.
asks()
{
	awk -v path="$1" '{
		printf "GET\t%s\t\tAuthorization: Bearer %s\n", path, $2
	}'
}

# ---- the cases --------------------------------------------------------------

case_hello()
{
	echo /_bench/hello | gets
}

case_static()
{
	page_save /
}

case_product()
{
	CEILINGS='hello pgbench' GOAL='ratio.hello>=0.55' EXPECT='200 "price"' SMALL=yes
	product_ids 5000 | sed 's|^|/api/products/|' | gets
}

# The tag of each is asked for first.
case_product_304()
{
	CEILINGS=hello EXPECT=304
	product_ids 200 | sed "s|^|$URL/api/products/|" >"$WORK/urls"
	sed 's/^/url = "/; s/$/"\noutput = "\/dev\/null"/' "$WORK/urls" |
		curl -q -sS -K - -D - | sed -n 's/\r$//; s/^[Ee][Tt]ag: //p' |
		paste "$WORK/urls" - | awk -F '\t' -v url="$URL" '{
			printf "GET\t%s\t\tIf-None-Match: %s\n",
			    substr($1, length(url) + 1), $2
		}'
}

case_list()
{
	CEILINGS='hello pgbench' GOAL='ratio.hello>=0.35' EXPECT='200 "total"' SMALL=yes
	seq -f '/api/products?limit=20&page=%.0f' 10 | gets
}

case_category()
{
	CEILINGS='hello pgbench' EXPECT='200 "total"' SMALL=yes
	echo "SELECT slug FROM categories WHERE slug LIKE 'bench-%' ORDER BY id" |
		bench_sql products |
		sed 's|^|/api/products?limit=20\&category=|' | gets
}

case_search_rare()
{
	CEILINGS='hello pgbench'
	from=$((PRODUCTS < 66000 ? PRODUCTS * 3 / 10 : 19900))
	# shellcheck disable=SC2046 # plain words
	search $(words $from $((from + 50)))
}

case_search_common()
{
	CEILINGS='hello pgbench' GOAL='p99<=30'
	search fresh simple kitchen natural workshop gift
}

case_search_typo()
{
	CEILINGS='hello pgbench'
	search lantren cushoin bskets blanlet picther mirorr foowtrest \
	    tableclth umbrela lampshde doormta flowerpto
}

case_home()
{
	CEILINGS='hello pgbench' GOAL='ratio.hello>=0.3' EXPECT='200 <h1'
	echo / | gets
}

case_product_page()
{
	CEILINGS='hello pgbench' GOAL='ratio.hello>=0.3' EXPECT='200 <h1'
	product_slugs 5000 | sed 's|^|/products/|' | gets
}

case_hot_page()
{
	CEILINGS=static GOAL='ratio.static>=0.85' EXPECT='200 <h1' CACHE=on
	echo / | gets
}

case_long_tail()
{
	CEILINGS=uncached GOAL='ratio.uncached>=0.97' EXPECT='200 <h1' CACHE=on
	product_slugs 9500 | sed 's|^|/products/|' | gets
}

case_orders()
{
	SERVICE=orders CEILINGS='hello pgbench' EXPECT='200 "total":10000'
	tokens 1001 | asks '/api/orders?limit=20'
}

case_vendor_orders()
{
	SERVICE=orders CEILINGS='hello pgbench' EXPECT='200 "total":7000'
	tokens 1 | asks '/api/vendor/orders?limit=20'
}

case_sign_in()
{
	CLIENTS=8 CEILINGS=argon2 EXPECT='200 "accessToken"'
	seq 1002 1501 | awk '{
		printf "POST\t/api/auth/login\t{\"email\":\"buyer%d@bench.example\"," \
		    "\"password\":\"farmstand-demo\"}\tContent-Type: " \
		    "application/json\n", $1
	}'
}

# ---- carts and orders -------------------------------------------------------

case_cart()
{
	SERVICE=orders CEILINGS='hello pgbench' GOAL='rps>=2000' ONCE=yes SMALL=yes
	EXPECT='200 "totalAmount"'
	product_ids 12000 >"$WORK/ids"
	# shellcheck disable=SC2046 # numbers
	tokens $(seq 1002 13000) | paste -d ' ' "$WORK/ids" - | awk 'NF == 3 {
		printf "POST\t/api/cart/items\t{\"productId\":\"%s\"," \
		    "\"quantity\":1}\tContent-Type: application/json\t" \
		    "Authorization: Bearer %s\n", $1, $3
	}'
}

round_cart()
{
	echo 'TRUNCATE cart_items' | bench_sql orders
}

case_checkout()
{
	SERVICE=orders CLIENTS=16 CEILINGS=one-db GOAL='ratio.one-db>=0.25'
	ONCE=yes EXPECT='201 "orderNumber"'
	# shellcheck disable=SC2046 # numbers
	tokens $(seq 1002 13000) | awk '{
		address = "{\"fullName\":\"Buyer " $1 "\",\"line1\":" \
		    "\"Mill Lane 1\",\"city\":\"Graz\",\"postalCode\":" \
		    "\"8010\",\"country\":\"AT\"}"
		printf "POST\t/api/checkout\t{\"shippingAddress\":%s," \
		    "\"billingAddress\":%s,\"paymentMethod\":\"STRIPE\"}" \
		    "\tContent-Type: application/json\tAuthorization: " \
		    "Bearer %s\tIdempotency-Key: bench-@ROUND@-%d\n",
		    address, address, $2, $1
	}' >"$WORK/checkout.template"
}

# Full carts, and keys that nobody has used.
round_checkout()
{
	sed "s/@ROUND@/$(now_ms)/" "$WORK/checkout.template" \
	    >"$WORK/checkout.requests"
	carts_fill
}

carts_fill()
{
	bench_sql orders -v "products=$PRODUCTS" \
	    -f "$BENCH/sql/round/carts.sql"
}

# What the orders have set in motion comes to its end, so that the next case
# has the machine for itself; then they are forgotten.
ending_checkout()
{
	wait_until 300 events_settled || die 'events of orders do not end'
	for service in orders products notify; do
		bench_sql "$service" -f "$BENCH/sql/round/forget_$service.sql"
	done
	find "$FARM/mail" -type f -delete
}

events_settled()
{
	open=$(echo 'SELECT count(*) FROM outbox WHERE done_at IS NULL' |
		bench_sql orders)
	[ "$open" -eq 0 ] && [ "$(echo "SELECT count(*) FROM jobs
	    WHERE state IN ('WAITING', 'RETRYING')" | bench_sql notify)" -eq 0 ]
}
