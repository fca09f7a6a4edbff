/* SPDX-License-Identifier: ISC */
/*
 * retention.c - old rows go, young rows and those that are still needed stay,
 * and an index finds them: for each line of db/retention.def.
 */
#include <ctype.h>

#include "db/pg/retention.h"
#include "tests/db/tap_db.h"

/* How rows of a line are made: "%s" is the time in its column. */
static const struct sample {
	const char *who, *table, *column;
	int         days;
	const char *insert, *needed; /* NULL: no old row is needed */
} samples[] = {
	{ "outbox", "outbox", "done_at", 30,
	    "INSERT INTO outbox (id, name, key, payload, done_at) VALUES"
	    " (gen_random_uuid(), 'x', gen_random_uuid(), '{}', %s)",
	    "INSERT INTO outbox (id, name, key, payload, created_at) VALUES"
	    " (gen_random_uuid(), 'x', gen_random_uuid(), '{}', %s)" },
	{ "every", "idempotency_keys", "created_at", 7,
	    "INSERT INTO idempotency_keys (scope, key, fingerprint, id,"
	    " leased_until, created_at) VALUES ('s', gen_random_uuid(), 'f',"
	    " gen_random_uuid(), farm_now(), %s)",
	    NULL },
	{ "auth", "refresh_tokens", "expires_at", 1,
	    "INSERT INTO refresh_tokens (hash, session_id, expires_at)"
	    " SELECT gen_random_uuid(), id, %s FROM sessions LIMIT 1",
	    NULL },
	{ "auth", "sessions", "expires_at", 1,
	    "INSERT INTO sessions (id, user_id, expires_at)"
	    " SELECT gen_random_uuid(), id, %s FROM users LIMIT 1",
	    NULL },
	{ "orders", "carts", "updated_at", 60,
	    "INSERT INTO carts (id, token_hash, updated_at) VALUES"
	    " (gen_random_uuid(), gen_random_uuid(), %s)",
	    "INSERT INTO carts (id, user_id, updated_at) VALUES"
	    " (gen_random_uuid(), gen_random_uuid(), %s)" },
	{ "products", "reservations", "released_at", 30,
	    "INSERT INTO reservations (order_id, user_id, expires_at,"
	    " released_at) VALUES (gen_random_uuid(), gen_random_uuid(),"
	    " farm_now(), %s)",
	    "INSERT INTO reservations (order_id, user_id, expires_at) VALUES"
	    " (gen_random_uuid(), gen_random_uuid(), %s)" },
	{ "products", "reservations", "committed_at", 730,
	    "INSERT INTO reservations (order_id, user_id, expires_at,"
	    " committed_at) VALUES (gen_random_uuid(), gen_random_uuid(),"
	    " farm_now(), %s)",
	    "INSERT INTO reservations (order_id, user_id, expires_at) VALUES"
	    " (gen_random_uuid(), gen_random_uuid(), %s)" },
	{ "payments", "provider_events", "received_at", 90,
	    "INSERT INTO provider_events (provider, id, type, received_at,"
	    " done_at) VALUES ('STRIPE', gen_random_uuid(), 't', %s,"
	    " farm_now())",
	    "INSERT INTO provider_events (provider, id, type, received_at)"
	    " VALUES ('STRIPE', gen_random_uuid(), 't', %s)" },
	{ "notify", "notifications", "created_at", 180,
	    "INSERT INTO notifications (event_id, user_id, name, title, link,"
	    " created_at) VALUES (gen_random_uuid(), gen_random_uuid(), 'n',"
	    " 't', '/', %s)",
	    NULL },
	{ "notify", "events", "told_at", 30,
	    "INSERT INTO events (id, service, seq, name, key, payload,"
	    " told_at) VALUES (gen_random_uuid(), 's', 1, 'n',"
	    " gen_random_uuid(), '{}', %s)",
	    "WITH e AS (INSERT INTO events (id, service, seq, name, key,"
	    " payload, told_at) VALUES (gen_random_uuid(), 's', 1, 'n',"
	    " gen_random_uuid(), '{}', %s) RETURNING *)"
	    " INSERT INTO jobs (event_id, name, lane, service, key, seq, state)"
	    " SELECT id, 'j', 'CALL', service, key, seq, 'DEAD' FROM e" },
	{ "notify", "events", "told_at", 365,
	    "INSERT INTO events (id, service, seq, name, key, payload,"
	    " told_at) VALUES (gen_random_uuid(), 's', 1, 'n',"
	    " gen_random_uuid(), '{}', %s)",
	    "INSERT INTO events (id, service, seq, name, key, payload,"
	    " received_at) VALUES (gen_random_uuid(), 's', 1, 'n',"
	    " gen_random_uuid(), '{}', %s)" },
	{ "notify", "heartbeats", "at", 7,
	    "INSERT INTO heartbeats (worker, at) VALUES (gen_random_uuid(), "
	    "%s)",
	    NULL },
	{ "sandbox", "stripe_events", "created_at", 30,
	    "INSERT INTO stripe_events (id, type, object, created_at) VALUES"
	    " (gen_random_uuid(), 't', '{}', %s)",
	    NULL },
	{ "sandbox", "stripe_keys", "created_at", 30,
	    "INSERT INTO stripe_keys (key, fingerprint, created_at) VALUES"
	    " (gen_random_uuid(), 'f', %s)",
	    NULL },
};
#define SAMPLES (sizeof(samples) / sizeof(*samples))

static const struct sample *
sample_of(const struct retention *r)
{
	for (size_t i = 0; i < SAMPLES; i++)
		if (strcmp(samples[i].who, r->who) == 0 &&
		    strcmp(samples[i].table, r->table) == 0 &&
		    strcmp(samples[i].column, r->column) == 0 &&
		    samples[i].days == r->days)
			return &samples[i];
	printf("# no sample of %s.%s, %d days\n", r->table, r->column, r->days);
	CHECK(false);
	return NULL;
}

static const char *
variable(const char *prefix, const char *service)
{
	char *name = arena_printf(ta, "%sDATABASE_URL_%s", prefix, service);

	for (char *c = name; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return name;
}

/* Be the one who removes rows of this line, with the owner behind. */
static void
become(const char *who)
{
	bool        is_outbox = strcmp(who, "outbox") == 0;
	const char *service = is_outbox ? "orders" :
	    strcmp(who, "every") == 0   ? "auth" :
					  who;

	PQfinish(owner_conn);
	owner_conn = PQconnectdb(url_of(variable("OWNER_", service)));
	owner("SET client_min_messages = warning");
	db_close(&db);
	db = db_open(url_of(variable(is_outbox ? "OUTBOX_" : "", service)));
	db_attach(db, ta);
}

static void
insert(const char *format, int days, const char *more)
{
	const char *mark = strstr(format, "%s");

	owner(arena_printf(ta, "%.*sfarm_now() - interval '%d days' %s%s",
	    (int)(mark - format), format, days, more, mark + 2));
}

/* Empty it, but for what its rows refer to. */
static void
empty(const char *table)
{
	owner(arena_printf(ta, "TRUNCATE %s CASCADE", table));
	if (strcmp(table, "sessions") == 0 ||
	    strcmp(table, "refresh_tokens") == 0)
		owner("INSERT INTO users (id, email, password_hash, name)"
		      " SELECT gen_random_uuid(), 'old@example.com', '-', 'O'"
		      " WHERE NOT EXISTS (SELECT FROM users)");
	if (strcmp(table, "refresh_tokens") == 0)
		owner("INSERT INTO sessions (id, user_id)"
		      " SELECT gen_random_uuid(), id FROM users LIMIT 1");
}

static void
only_old_rows_go(void)
{
	for (const struct retention *r = retentions; r->who != NULL; r++) {
		const struct sample *s = sample_of(r);
		int64_t              n = -1;
		int                  stay = 1;

		if (s == NULL)
			continue;
		become(r->who);
		empty(r->table);
		insert(s->insert, r->days, "- interval '1 minute'");
		insert(s->insert, r->days, "+ interval '1 minute'");
		if (s->needed != NULL) {
			insert(s->needed, r->days, "- interval '1 day'");
			stay++;
		}
		CHECK_INT(db_run(db, r->query, VALUES(V(r->batch)), &n),
		    ERR_OK);
		CHECK_INT(n, 1);
		CHECK_INT(owner_int(arena_printf(ta, "SELECT count(*) FROM %s",
			      r->table)),
		    stay);
		empty(r->table);
	}
}

/* The plan of a query as the owner sees it, in one text. */
static const char *
plan_of(const char *sql)
{
	const char *limit = strstr(sql, "$1");
	const char *text = "";
	PGresult   *res;

	owner("SET enable_seqscan = off");
	res = PQexec(owner_conn,
	    arena_printf(ta, "EXPLAIN %.*s10%s", (int)(limit - sql), sql,
		limit + 2));
	CHECK_INT(PQresultStatus(res), PGRES_TUPLES_OK);
	for (int i = 0; i < PQntuples(res); i++)
		text = arena_printf(ta, "%s%s\n", text, PQgetvalue(res, i, 0));
	PQclear(res);
	return text;
}

static void
an_index_finds_old_rows(void)
{
	for (const struct retention *r = retentions; r->who != NULL; r++) {
		const char *plan;

		become(r->who);
		plan = plan_of(r->query->sql);
		CHECK_HAS(plan,
		    arena_printf(ta, "Index Cond: (%s < ", r->column));
		CHECK_HAS(plan, "Tid Scan");
		CHECK_LACKS(plan, "Seq Scan");
		CHECK_LACKS(plan, "Sort");
	}
}

static void
every_service_can_prepare_its_queries(void)
{
	static const char *const who[] = { "auth", "products", "orders",
		"payments", "notify", "sandbox", "outbox" };

	for (size_t i = 0; i < sizeof(who) / sizeof(*who); i++) {
		become(who[i]);
		CHECK(db_retention_check(db, who[i]));
	}
}

static void
a_full_batch_says_that_there_is_more(void)
{
	struct retention_done done;

	become("auth");
	empty("idempotency_keys");
	empty("sessions");
	owner("INSERT INTO idempotency_keys (scope, key, fingerprint, id,"
	      " leased_until, created_at) SELECT 's', n, 'f',"
	      " gen_random_uuid(), farm_now(), farm_now() - interval '8 days'"
	      " FROM generate_series(1, 1001) n");
	CHECK_INT(db_retention_run(db, "auth", &done), ERR_OK);
	CHECK_INT(done.removed, 1000);
	CHECK(done.more);
	CHECK_INT(db_retention_run(db, "auth", &done), ERR_OK);
	CHECK_INT(done.removed, 1);
	CHECK(!done.more);
	CHECK_INT(done.failed, 0);
}

static void
a_table_that_fails_does_not_keep_the_others(void)
{
	struct retention_done done;

	become("auth");
	empty("sessions");
	insert(samples[3].insert, 2, "");
	owner("REVOKE DELETE ON idempotency_keys FROM farm_auth");
	CHECK_INT(db_retention_run(db, "auth", &done), ERR_OK);
	owner("GRANT DELETE ON idempotency_keys TO farm_auth");
	CHECK_INT(done.failed, 1);
	CHECK_TEXT(done.table, "idempotency_keys");
	CHECK_INT(done.removed, 1);
	empty("sessions");
}

static void
lines_go_with_their_reservation(void)
{
	struct retention_done done;

	become("products");
	empty("reservations");
	empty("products");
	owner("INSERT INTO vendors (id, user_id, email, business_name, slug)"
	      " VALUES (gen_random_uuid(), gen_random_uuid(), 'v', 'V', 'v')"
	      " ON CONFLICT DO NOTHING");
	owner("INSERT INTO products (id, vendor_id, name, slug, price,"
	      " stock_quantity) SELECT gen_random_uuid(), id, 'P', 'p', 1, 1"
	      " FROM vendors LIMIT 1");
	insert(samples[5].insert, 31, "");
	owner("INSERT INTO reservation_lines (order_id, line, product_id,"
	      " vendor_id, vendor_user_id, vendor_name, name, quantity, price)"
	      " SELECT r.order_id, 1, p.id, p.vendor_id, p.vendor_id, 'V', 'P',"
	      " 1, 1 FROM reservations r, products p");
	CHECK_INT(owner_int("SELECT count(*) FROM reservation_lines"), 1);
	CHECK_INT(db_retention_run(db, "products", &done), ERR_OK);
	CHECK_INT(done.removed, 1);
	CHECK_INT(owner_int("SELECT count(*) FROM reservation_lines"), 0);
	empty("vendors");
}

static const struct test tests[] = {
	TEST(every_service_can_prepare_its_queries),
	TEST(only_old_rows_go),
	TEST(an_index_finds_old_rows),
	TEST(a_full_batch_says_that_there_is_more),
	TEST(a_table_that_fails_does_not_keep_the_others),
	TEST(lines_go_with_their_reservation),
	{ 0 },
};

int
main(void)
{
	return db_tests("retention", "AUTH", tests);
}
