/* SPDX-License-Identifier: ISC */
/*
 * dispatch_once.c - a request that comes twice has its effect once.
 */
#include "tests/unit/tea.h"

/* ---- once ---------------------------------------------------------------- */

#define ASSAM "{\"name\":\"assam\"}"

static int
ask_once(const char *text)
{
	without();
	with("HTTP_IDEMPOTENCY_KEY=key-1");
	return ask_json("POST", "/api/teas", text);
}

static void
the_same_key_gets_the_same_answer(void)
{
	const char *first;

	fresh();
	CHECK_INT(ask_once(ASSAM), 201);
	first = arena_strdup(ta, body());
	CHECK_LACKS(headers(), "Idempotent-Replayed");
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_TEXT(body(), first);
	CHECK_HAS(headers(), "Idempotent-Replayed: true");
	CHECK_INT(calls, 1);
}

static void
the_same_key_with_another_body_is_422(void)
{
	fresh();
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_INT(ask_once("{\"name\":\"ceylon\"}"), 422);
	check_problem("idempotency_key_reused");
	CHECK_INT(calls, 1);
}

static void
a_key_in_use_is_409(void)
{
	fresh();
	CHECK_INT(ask_once(ASSAM), 201);
	running = true;
	CHECK_INT(ask_once(ASSAM), 409);
	check_problem("idempotency_key_in_use");
	CHECK_INT(calls, 1);
}

static void
after_an_error_the_key_is_free(void)
{
	fresh();
	CHECK_INT(ask_once("{\"name\":\"x\"}"), 422);
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_INT(calls, 1);
	fresh();
	next_error = ERR_OUT_OF_STOCK;
	CHECK_INT(ask_once(ASSAM), 409);
	CHECK_INT(ask_once("{\"name\":\"ceylon\"}"), 201);
}

/* Work that may be half done is done again with the same id. */
static void
after_a_failure_the_id_stays(void)
{
	struct uuid id;

	fresh();
	next_error = ERR_UNAVAILABLE;
	CHECK_INT(ask_once(ASSAM), 503);
	id = kept.id;
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_INT(calls, 2);
	CHECK_HAS(body(), id.text);
}

static void
after_an_uncertain_answer_the_id_stays(void)
{
	struct uuid id;

	fresh();
	next_error = ERR_UNCERTAIN;
	CHECK_INT(ask_once(ASSAM), 503);
	check_problem("uncertain");
	CHECK_HAS(headers(), "Retry-After: ");
	id = kept.id;
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_INT(calls, 2);
	CHECK_HAS(body(), id.text);
}

/* The key may be taken, so the next use must be able to take it again. */
static void
a_key_that_may_be_taken_is_released(void)
{
	fresh();
	store_error = ERR_UNCERTAIN;
	CHECK_INT(ask_once(ASSAM), 503);
	CHECK_INT(calls, 0);
	CHECK_INT(releases, 1);
	store_error = ERR_UNAVAILABLE;
	CHECK_INT(ask_once(ASSAM), 503);
	CHECK_INT(releases, 1);
}

/* A handler that forgot db_flush(). */
static void
writes_that_are_left_are_sent_before_the_answer(void)
{
	fresh();
	CHECK_INT(ask_once(ASSAM), 201);
	CHECK_INT(flushes, 1);
	fresh();
	flush_error = ERR_SLUG_TAKEN;
	CHECK_INT(ask_once(ASSAM), 409);
	check_problem("slug_taken");
	CHECK_INT(releases, 1);
}

static void
forms_carry_their_key(void)
{
	fresh();
	CHECK_INT(ask_form("/teas", "name=assam&idempotencyKey=k"), 303);
	CHECK_INT(ask_form("/teas", "name=assam&idempotencyKey=k"), 303);
	CHECK_HAS(headers(), "Location: /teas/assam?notice=added\r\n");
	CHECK_INT(calls, 1);
}

static void
keys_are_short_and_printable(void)
{
	char *key = arena_alloc(ta, 400);

	fresh();
	with("HTTP_IDEMPOTENCY_KEY=");
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 400);
	check_problem("bad_idempotency_key");
	fresh();
	with("HTTP_IDEMPOTENCY_KEY=a\tb");
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 400);
	fresh();
	with("HTTP_IDEMPOTENCY_KEY=\xc3\xa4");
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 400);
	memset(key, 'k', 256);
	fresh();
	with(arena_printf(ta, "HTTP_IDEMPOTENCY_KEY=%s", key));
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 400);
	fresh();
	with(arena_printf(ta, "HTTP_IDEMPOTENCY_KEY=%.255s", key));
	CHECK_INT(ask_json("POST", "/api/teas", ASSAM), 201);
}

static void
without_the_store_there_is_no_answer(void)
{
	fresh();
	store_error = ERR_UNAVAILABLE;
	CHECK_INT(ask_once(ASSAM), 503);
	CHECK_INT(calls, 0);
	CHECK_INT(ask_json("POST", "/api/hook", "x"), 200);
}

static const struct test tests[] = {
	TEST(the_same_key_gets_the_same_answer),
	TEST(the_same_key_with_another_body_is_422),
	TEST(a_key_in_use_is_409),
	TEST(after_an_error_the_key_is_free),
	TEST(after_a_failure_the_id_stays),
	TEST(after_an_uncertain_answer_the_id_stays),
	TEST(a_key_that_may_be_taken_is_released),
	TEST(writes_that_are_left_are_sent_before_the_answer),
	TEST(forms_carry_their_key),
	TEST(keys_are_short_and_printable),
	TEST(without_the_store_there_is_no_answer),
	{ 0 },
};

int
main(void)
{
	return tea_run("dispatch_once", tests);
}
