/* SPDX-License-Identifier: ISC */
/*
 * config.c - settings from the environment and from files, and the messages
 * about those that are missing, malformed or not allowed.
 */
#include <unistd.h>

#include "common/model/config.h"
#include "common/model/input.h"
#include "tests/tap_cunit.h"

struct paint {
	const char *colour;
};
SPEC_STATIC(paint, FIELD(colour, RANGE(1, 10)));

struct shed {
	const char  *database_url, *door;
	int64_t      workers;
	struct paint paint;
};
SPEC_STATIC(shed,
    FIELD(database_url, REQUIRED, RANGE(1, 100)),
    FIELD(door, RANGE(1, 10)),
    FIELD(workers, RANGE(1, 64), DEFAULT(4)),
    FIELD_BASE(paint, paint));

/* ---- what is written to standard error ----------------------------------- */

static int saved, pipes[2];

static void
listen_begin(void)
{
	CHECK(pipe(pipes) == 0);
	fflush(stderr);
	saved = dup(STDERR_FILENO);
	dup2(pipes[1], STDERR_FILENO);
}

static const char *
listen_end(void)
{
	char    text[4096];
	ssize_t n;

	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(pipes[1]);
	n = read(pipes[0], text, sizeof(text) - 1);
	close(pipes[0]);
	text[n > 0 ? n : 0] = '\0';
	return arena_strdup(ta, text);
}

static const char *
said(bool *ok, struct shed *out)
{
	listen_begin();
	*ok = config_read("shed", &shed_spec, out);
	return listen_end();
}

/* Of config_check(). */
static const char *
checked(bool *ok)
{
	listen_begin();
	*ok = config_check("shed");
	return listen_end();
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
	    "farm-shed: setting DATABASE_URL: Enter a value.\n");
	CHECK(!ok);
	setenv("DATABASE_URL", "", 1);
	CHECK_TEXT(said(&ok, &shed),
	    "farm-shed: setting DATABASE_URL: Enter a value.\n");
	CHECK(!ok);
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
	    "farm-shed: setting DATABASE_URL: Enter a value.\n"
	    "farm-shed: setting DOOR: Use at most 10 characters.\n"
	    "farm-shed: setting WORKERS: Enter a whole number.\n");
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

/* ---- what several programs share, and what a file holds ------------------ */

static void
shared_settings_are_read(void)
{
	struct shed shed;
	bool        ok;

	setenv("DATABASE_URL", "postgresql://x", 1);
	setenv("COLOUR", "green", 1);
	CHECK_TEXT(said(&ok, &shed), "");
	CHECK_TEXT(shed.paint.colour, "green");
	setenv("COLOUR", "far too green", 1);
	CHECK_TEXT(said(&ok, &shed),
	    "farm-shed: setting COLOUR: Use at most 10 characters.\n");
	unsetenv("COLOUR");
}

/* A file with this content; its name. */
static const char *
file_with(const char *text)
{
	char *name = arena_strdup(ta, "/tmp/farmstand-setting.XXXXXX");
	int   fd = mkstemp(name);

	CHECK(fd >= 0 &&
	    write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	return name;
}

static void
a_file_may_hold_the_value(void)
{
	const char *name = file_with("postgresql://filed\n");
	struct shed shed;
	bool        ok;

	unsetenv("DATABASE_URL");
	setenv("DATABASE_URL_FILE", name, 1);
	CHECK_TEXT(said(&ok, &shed), "");
	CHECK_TEXT(shed.database_url, "postgresql://filed");
	setenv("DATABASE_URL", "postgresql://x", 1);
	CHECK_TEXT(said(&ok, &shed),
	    "farm-shed: setting DATABASE_URL: This is also set by a file. "
	    "Set one of them.\n");
	CHECK(!ok);
	unlink(name);
	unsetenv("DATABASE_URL");
	CHECK_TEXT(said(&ok, &shed),
	    "farm-shed: setting DATABASE_URL: The file that it names cannot "
	    "be read.\n");
	CHECK(!ok);
	unsetenv("DATABASE_URL_FILE");
}

/* ---- what no program may run with ---------------------------------------- */

#define STRONG "0f9a6c3be85d7214ac0e9b46d1f83a57"

static void
production_begin(void)
{
	config = (struct config){
		.farm_mode = MODE_PRODUCTION,
		.public_url = "https://shop.example",
		.jwt_access_secret = STRONG,
		.internal_key = STRONG,
	};
}

static void
an_address_is_scheme_and_host(void)
{
	static const char *const bad[] = { "https://shop.example/",
		"https://shop.example/shop", "https://shop.example?x",
		"https:///", NULL };
	static const char *const good[] = { "https://shop.example",
		"http://127.0.0.1:8080", "http://[::1]:8080", NULL };
	bool                     ok;

	production_begin();
	config.farm_mode = MODE_DEMO;
	for (size_t i = 0; bad[i] != NULL; i++) {
		config.public_url = bad[i];
		CHECK_HAS(checked(&ok), "farm-shed: setting PUBLIC_URL: ");
		CHECK(!ok);
	}
	for (size_t i = 0; good[i] != NULL; i++) {
		config.public_url = good[i];
		CHECK_TEXT(checked(&ok), "");
		CHECK(ok);
	}
}

static void
production_needs_https_and_secrets(void)
{
	bool ok;

	production_begin();
	CHECK_TEXT(checked(&ok), "");
	CHECK(ok);
	config.public_url = "http://shop.example";
	config.jwt_access_secret = "change-me-change-me-change-me-now";
	config.internal_key = "00000000000000000000000000000000000";
	CHECK_TEXT(checked(&ok),
	    "farm-shed: setting PUBLIC_URL: A production farm needs an "
	    "address that starts with https://.\n"
	    "farm-shed: setting JWT_ACCESS_SECRET: This secret can be "
	    "guessed. Use a random one.\n"
	    "farm-shed: setting INTERNAL_KEY: This secret can be guessed. "
	    "Use a random one.\n");
	CHECK(!ok);
	config.farm_mode = MODE_DEMO;
	CHECK_TEXT(checked(&ok), "");
	CHECK(ok);
}

static void
secrets_of_examples_are_weak(void)
{
	CHECK(secret_is_weak("abababababababababababababababababab"));
	CHECK(secret_is_weak("MySecretKeyThatNobodyKnows0987654"));
	CHECK(secret_is_weak("Farmstand-2027-jwt-signing-key-xyz"));
	CHECK(!secret_is_weak(STRONG));
	CHECK(!secret_is_weak("correct horse battery staple 7"));
}

static void
the_clock_of_production_does_not_move(void)
{
	const char *name = file_with("12345678");
	bool        ok;

	production_begin();
	config.clock_path = name;
	CHECK_TEXT(checked(&ok),
	    "farm-shed: setting CLOCK_PATH: The clock of a production farm "
	    "cannot be moved.\n");
	CHECK(!ok);
	unlink(name);
	config.farm_mode = MODE_DEMO;
	CHECK_TEXT(checked(&ok),
	    "farm-shed: setting CLOCK_PATH: The file cannot be read.\n");
	CHECK(!ok);
}

static const struct test tests[] = {
	TEST(settings_are_read),
	TEST(a_missing_one_is_named),
	TEST(all_malformed_ones_are_named),
	TEST(no_secret_is_said),
	TEST(https_is_secure),
	TEST(shared_settings_are_read),
	TEST(a_file_may_hold_the_value),
	TEST(an_address_is_scheme_and_host),
	TEST(production_needs_https_and_secrets),
	TEST(secrets_of_examples_are_weak),
	TEST(the_clock_of_production_does_not_move),
	{ 0 },
};

int
main(void)
{
	return tap_run("config", tests);
}
