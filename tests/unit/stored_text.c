/* SPDX-License-Identifier: ISC */
/*
 * stored_text.c - what rows hold to be read by people.
 */
#include <ftw.h>

#include "common/contract/stored_text.h"
#include "tests/tap_cunit.h"
#include "tests/unit/catalogue.h"

static char dir[] = "/tmp/stored_text.XXXXXX";

static const struct entry stored_german[] = {
	{ "Your order {number} is confirmed.",
	    "Ihre Bestellung {number} ist bestätigt." },
	{ "Not paid in time", "Nicht rechtzeitig bezahlt" },
	{ NULL, NULL },
};

static const char *
german_of(struct stored_text t)
{
	return stored_text_say(ta, language_find("de"), &t, "EUR");
}

static void
a_sentence_is_stored_by_its_id_and_values(void)
{
	struct stored_text t = stored_sentence(ta, STORED_ORDER_CONFIRMED,
	    ARGS({ "number", "F-1 \"x\"" }));

	CHECK_TEXT(t.id, "order.confirmed");
	CHECK_TEXT(t.args.text, "{\"number\":\"F-1 \\\"x\\\"\"}");
	CHECK_TEXT(t.text, "Your order F-1 \"x\" is confirmed.");
	CHECK_TEXT(german_of(t), "Ihre Bestellung F-1 \"x\" ist bestätigt.");
	CHECK_TEXT(stored_text_say(ta, NULL, &t, ""), t.text);
}

static void
a_sentence_may_have_no_values(void)
{
	struct stored_text t = stored_sentence(ta, STORED_CANCELLED_UNPAID,
	    NO_ARGS);

	CHECK(t.args.text == NULL);
	CHECK_TEXT(german_of(t), "Nicht rechtzeitig bezahlt");
	CHECK_TEXT(stored_reason_say(ta, language_find("de"), t.text, t.id),
	    "Nicht rechtzeitig bezahlt");
	t = stored_sentence(ta, STORED_NONE, NO_ARGS);
	CHECK(german_of(t) == NULL);
}

static void
words_of_people_stay_as_they_are(void)
{
	CHECK_TEXT(german_of(stored_words("Not paid in time")),
	    "Not paid in time");
	CHECK(german_of(stored_words(NULL)) == NULL);
	CHECK(stored_reason_say(ta, NULL, NULL, NULL) == NULL);
}

/* Of a newer program, or damaged. */
static void
what_is_not_known_shows_its_text(void)
{
	struct stored_text t = { .text = "Text.", .id = "order.sung" };

	CHECK_TEXT(german_of(t), "Text.");
	t = (struct stored_text){ "Text.", "order.confirmed", { "[1]" } };
	CHECK_TEXT(german_of(t), "Ihre Bestellung  ist bestätigt.");
	t.args.text = NULL;
	CHECK_TEXT(german_of(t), "Ihre Bestellung  ist bestätigt.");
}

/* Rows hold them: two of one id would be told for one another. */
static void
ids_are_unique(void)
{
	for (int i = STORED_NONE + 1; i < STORED__COUNT; i++)
		for (int k = STORED_NONE + 1; k < i; k++)
			CHECK(strcmp(stored_sentence(ta,
					 (enum stored_sentence)i, NO_ARGS)
					 .id,
				  stored_sentence(ta, (enum stored_sentence)k,
				      NO_ARGS)
				      .id) != 0);
}

static const struct test tests[] = {
	TEST(a_sentence_is_stored_by_its_id_and_values),
	TEST(a_sentence_may_have_no_values),
	TEST(words_of_people_stay_as_they_are),
	TEST(what_is_not_known_shows_its_text),
	TEST(ids_are_unique),
	{ 0 },
};

static int
file_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

int
main(void)
{
	int status;

	if (mkdtemp(dir) == NULL)
		return 1;
	catalogue_put(dir, "de", stored_german);
	status = languages_open(dir, "en de") ? tap_run("stored_text", tests) :
						1;
	nftw(dir, file_remove, 8, FTW_DEPTH | FTW_PHYS);
	return status;
}
