/* SPDX-License-Identifier: ISC */
/*
 * config.c - settings from the environment, and what is said when one is
 * missing or malformed.
 */
#include <unistd.h>

#include "common/model/config.h"
#include "common/model/input.h"
#include "tests/tap_cunit.h"

struct shed {
	const char *database_url, *door;
	int64_t     workers;
};
SPEC_STATIC(shed,
    FIELD(database_url, REQUIRED, RANGE(1, 100)),
    FIELD(door, RANGE(1, 10)),
    FIELD(workers, RANGE(1, 64), DEFAULT(4)));

/* Settings that several programs have. */
struct path {
	const char *gate;
};
SPEC_STATIC(path, FIELD(gate, REQUIRED, RANGE(1, 10)));

struct garden {
	struct path path;
	int64_t     beds;
};
SPEC_STATIC(garden, FIELD_BASE(path, path), FIELD(beds, REQUIRED));

/* What config_read() writes to standard error. */
static const char *
said(bool *ok, struct shed *out)
{
	char    text[4096];
	int     pipes[2], saved = dup(STDERR_FILENO);
	ssize_t n;

	CHECK(pipe(pipes) == 0);
	fflush(stderr);
	dup2(pipes[1], STDERR_FILENO);
	*ok = config_read("shed", &shed_spec, out);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(pipes[1]);
	n = read(pipes[0], text, sizeof(text) - 1);
	close(pipes[0]);
	text[n > 0 ? n : 0] = '\0';
	return arena_strdup(ta, text);
}

static void
settings_are_read(void)
{
	struct shed shed;
	bool        ok;

	setenv("DATABASE_URL", "postgresql://x", 1);
	setenv("WORKERS", "7", 1);
	unsetenv("DOOR");
	CHECK_TEXT(said(&ok, &shed), "");
	CHECK(ok);
	CHECK_TEXT(shed.database_url, "postgresql://x");
	CHECK_INT(shed.workers, 7);
	CHECK(shed.door == NULL);
	unsetenv("WORKERS");
	CHECK_TEXT(said(&ok, &shed), "");
	CHECK_INT(shed.workers, 4);
}

static void
a_missing_one_is_named(void)
{
	struct shed shed;
	bool        ok;

	unsetenv("DATABASE_URL");
	CHECK_TEXT(said(&ok, &shed),
	    "farm-shed: setting DATABASE_URL: This is needed.\n");
	CHECK(!ok);
	setenv("DATABASE_URL", "", 1);
	CHECK_TEXT(said(&ok, &shed),
	    "farm-shed: setting DATABASE_URL: This is needed.\n");
	CHECK(!ok);
}

static void
shared_ones_are_a_part_of_a_program_s(void)
{
	struct garden garden;

	setenv("GATE", "green", 1);
	setenv("BEDS", "3", 1);
	CHECK(config_read("garden", &garden_spec, &garden));
	CHECK_TEXT(garden.path.gate, "green");
	CHECK_INT(garden.beds, 3);
}

static void
all_malformed_ones_are_named(void)
{
	struct shed shed;
	bool        ok;

	unsetenv("DATABASE_URL");
	setenv("WORKERS", "many", 1);
	setenv("DOOR", "far too long a door", 1);
	CHECK_TEXT(said(&ok, &shed),
	    "farm-shed: setting DATABASE_URL: This is needed.\n"
	    "farm-shed: setting DOOR: Use at most 10 characters.\n"
	    "farm-shed: setting WORKERS: Write a whole number.\n");
	CHECK(!ok);
	unsetenv("WORKERS");
	unsetenv("DOOR");
}

static void
no_secret_is_said(void)
{
	struct shed shed;
	bool        ok;

	setenv("DATABASE_URL", "postgresql://x", 1);
	setenv("DOOR", "hunter2hunter2", 1);
	CHECK_LACKS(said(&ok, &shed), "hunter2");
	CHECK(!ok);
	unsetenv("DOOR");
}

static void
https_is_secure(void)
{
	config.public_url = "https://shop.example";
	CHECK(config_secure());
	config.public_url = "http://shop.example";
	CHECK(!config_secure());
}

static const struct test tests[] = {
	TEST(settings_are_read),
	TEST(a_missing_one_is_named),
	TEST(shared_ones_are_a_part_of_a_program_s),
	TEST(all_malformed_ones_are_named),
	TEST(no_secret_is_said),
	TEST(https_is_secure),
	{ 0 },
};

int
main(void)
{
	return tap_run("config", tests);
}
