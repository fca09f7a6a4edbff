/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap_cunit.h"

static char order[8];

static void
note(void *letter)
{
	size_t n = strlen(order);

	order[n] = *(char *)letter;
	order[n + 1] = '\0';
}

static void
memory_is_zeroed_and_aligned(void)
{
	for (size_t size = 1; size < 300; size += 7) {
		unsigned char *p = arena_alloc(ta, size);

		CHECK((uintptr_t)p % _Alignof(max_align_t) == 0);
		for (size_t i = 0; i < size; i++)
			CHECK(p[i] == 0);
		memset(p, 0xff, size);
	}
}

static void
memory_is_zeroed_again_after_a_reset(void)
{
	char *p;

	memset(arena_alloc(ta, 1000), 'x', 1000);
	arena_reset(ta);
	p = arena_alloc(ta, 1000);
	CHECK(p[0] == 0 && p[500] == 0 && p[999] == 0);
}

static void
a_large_piece_gets_a_block_of_its_own(void)
{
	char *small = arena_strdup(ta, "small");
	char *large = arena_alloc(ta, 1024 * 1024);

	memset(large, 'l', 1024 * 1024);
	CHECK_TEXT(small, "small");
	CHECK(arena_used(ta) >= 1024 * 1024);
	arena_reset(ta);
	CHECK_INT(arena_used(ta), 0);
}

static void
texts_are_copied(void)
{
	char  text[] = "radish";
	char *copy = arena_strdup(ta, text), *part = arena_dup(ta, text, 3);

	text[0] = 'X';
	CHECK_TEXT(copy, "radish");
	CHECK_TEXT(part, "rad");
	CHECK_TEXT(arena_dup(ta, NULL, 0), "");
	CHECK_TEXT(arena_printf(ta, "%d %s", 7, "seeds"), "7 seeds");
}

static void
deferred_functions_run_newest_first_and_once(void)
{
	char a = 'a', b = 'b';

	order[0] = '\0';
	arena_defer(ta, note, &a);
	arena_defer(ta, note, &b);
	arena_reset(ta);
	CHECK_TEXT(order, "ba");
	arena_reset(ta);
	CHECK_TEXT(order, "ba");
}

static void
arena_free_runs_what_was_deferred(void)
{
	struct arena *a = arena_new(100000);
	char          c = 'c';

	order[0] = '\0';
	arena_defer(a, note, &c);
	arena_free(&a);
	CHECK(a == NULL);
	CHECK_TEXT(order, "c");
	arena_free(&a);
}

/* The signal that ends "fn" in a process of its own. */
static int
signal_of(void (*fn)(void))
{
	int   status;
	pid_t pid = fork();

	if (pid == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
		fclose(stderr);
		fn();
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void
ask_beyond_the_ceiling(void)
{
	struct arena *a = arena_new((size_t)256 * 1024);

	for (int i = 0; i < 10; i++)
		arena_alloc(a, 60 * 1024);
}

static void
ask_below_the_ceiling(void)
{
	struct arena *a = arena_new((size_t)256 * 1024);

	for (int i = 0; i < 1000; i++) {
		arena_alloc(a, 60 * 1024);
		arena_reset(a);
	}
}

static void
ask_for_a_product_that_overflows(void)
{
	struct arena   *a = arena_new((size_t)256 * 1024);
	volatile size_t n = SIZE_MAX / 4;

	arena_array(a, n, 16);
}

static void
the_ceiling_ends_the_process(void)
{
	CHECK_INT(signal_of(ask_beyond_the_ceiling), SIGABRT);
	CHECK_INT(signal_of(ask_for_a_product_that_overflows), SIGABRT);
	CHECK_INT(signal_of(ask_below_the_ceiling), 0);
}

static const struct test tests[] = {
	TEST(memory_is_zeroed_and_aligned),
	TEST(memory_is_zeroed_again_after_a_reset),
	TEST(a_large_piece_gets_a_block_of_its_own),
	TEST(texts_are_copied),
	TEST(deferred_functions_run_newest_first_and_once),
	TEST(arena_free_runs_what_was_deferred),
	TEST(the_ceiling_ends_the_process),
	{ 0 },
};

int
main(void)
{
	return tap_run("arena", tests);
}
