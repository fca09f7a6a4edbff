/* SPDX-License-Identifier: ISC */
/*
 * template_messages.c - the template language: sentences in the reader's
 * language.
 */
#include "tests/unit/catalogue.h"
#include "tests/unit/sheet.h"

static const char *
in_german(const char *text)
{
	globals.language = language_find("de");
	text = render(text);
	globals.language = NULL;
	return text;
}

static void
words_are_translated(void)
{
	fresh();
	CHECK_TEXT(render("<p>{{_ Cart}}</p>"), "<p>Cart</p>");
	CHECK_TEXT(in_german("<p>{{_ Cart}}</p>"), "<p>Warenkorb</p>");
	CHECK_TEXT(render("a{{_ Sign in & out}}b"), "aSign in &amp; outb");
	CHECK_TEXT(in_german("a{{_ Sign in & out}}b"),
	    "aAnmelden &amp; abmeldenb");
	CHECK_TEXT(in_german("{{_ Not in the catalogue}}"),
	    "Not in the catalogue");
	CHECK_TEXT(in_german("{{_\n\tSign in\n\t& out}}"),
	    "Anmelden &amp; abmelden");
}

static void
plain_text_is_not_escaped(void)
{
	fresh();
	globals.language = language_find("de");
	CHECK_TEXT(render_as("{{_ Sign in & out}}\n", ".txt"),
	    "Anmelden & abmelden\n");
}

static void
a_context_tells_equal_words_apart(void)
{
	fresh();
	CHECK_TEXT(render("{{_ price::From}} {{_ From}}"), "From From");
	CHECK_TEXT(in_german("{{_ price::From}} {{_ From}}"), "Ab From");
}

static void
values_stand_where_the_translation_wants_them(void)
{
	static const char text[] =
	    "{{_ Order {number=id}: {amount=price|money}}}.";

	fresh();
	model.id = (struct uuid){ "7" };
	CHECK_TEXT(render(text), "Order 7: $1,234.50.");
	CHECK_TEXT(in_german(text), "1.234,50 $ für Bestellung 7.");
	CHECK_TEXT(in_german("{{_ Page {page=count} of {pages=count|number}}}"),
	    "Seite 1234567 von 1.234.567");
	CHECK_TEXT(render("{{#shop}}{{_ Shop {name}, {id}}}{{/shop}}"),
	    "Shop Hill &amp; Dale, s-1");
	CHECK_TEXT(render("{{_ Shop {shop.name}}}"), "Shop Hill &amp; Dale");
}

static void
a_count_chooses_the_form(void)
{
	static const char text[] = "{{_n count One item|{count|number} items}}";
	struct item       items[2] = { { .name = "a" } };

	fresh();
	CHECK_TEXT(render(text), "1,234,567 items");
	CHECK_TEXT(in_german(text), "1.234.567 Artikel");
	model.count = 1;
	CHECK_TEXT(render(text), "One item");
	CHECK_TEXT(in_german(text), "Ein Artikel");
	model.count = INT_NONE;
	CHECK_TEXT(render(text), " items");
	model.items = (LIST(item)){ items, 1, 0 };
	CHECK_TEXT(render("{{_n items One|More}}"), "One");
	model.items.n = 2;
	CHECK_TEXT(render("{{_n items One|More}}"), "More");
}

static void
markup_stays_out_of_sentences(void)
{
	static const char link[] =
	    "{{#_ New here? <link>Create an account</link>}}"
	    "{{$link}}<a href=\"/r?{{count}}\">{{.}}</a>{{/link}}{{/_}}";
	static const char both[] =
	    "{{#_ <b>{name=shop.name}</b> costs {price}}}\n"
	    "\t{{! how it looks }}\n"
	    "\t{{$b}}<b>{{.}}</b>{{/b}}\n"
	    "\t{{$price}}<i>{{price|money}}</i>{{/price}}\n"
	    "{{/_}}";

	fresh();
	CHECK_TEXT(render(link),
	    "New here? <a href=\"/r?1234567\">Create an account</a>");
	CHECK_TEXT(in_german(link),
	    "Neu hier? <a href=\"/r?1234567\">Konto anlegen</a>");
	CHECK_TEXT(render(both),
	    "<b>Hill &amp; Dale</b> costs <i>$1,234.50</i>");
	CHECK_TEXT(in_german(both),
	    "<i>1.234,50 $</i> kostet <b>Hill &amp; Dale</b>");
	CHECK_TEXT(render("{{#_ A <x>b</x>}}{{$x}}{{#isNew}}<i>{{/isNew}}"
			  "{{.}}{{#isNew}}</i>{{/isNew}}{{/x}}{{/_}}"),
	    "A <i>b</i>");
	CHECK_TEXT(render("{{#_n count One <x>b</x>|{count} <x>c</x>}}"
			  "{{$x}}({{.}}){{/x}}{{/_n}}"),
	    "1234567 (c)");
}

static void
arguments_may_be_messages(void)
{
	fresh();
	put("partials/field.html",
	    "<{{@name}}>{{@label}}{{#@hint}}: {{@hint}}{{/@hint}}");
	put("partials/outer.html",
	    "{{>field name=\"Cart\" label=@label "
	    "hint=_\"Use at least {min=@least} characters.\"}}");
	CHECK_TEXT(in_german("{{>field name=\"Cart\" label=_\"Cart\"}}"),
	    "<Cart>Warenkorb");
	CHECK_TEXT(in_german("{{>outer label=_\"price::From\" least=count}}"),
	    "<Cart>Ab: Bitte mindestens 1234567 Zeichen eingeben.");
	CHECK_TEXT(in_german("{{>field name=\"Cart\" label=shop.name}}"),
	    "<Cart>Hill &amp; Dale");
	put("partials/nested.html", "{{_ Page {page=@what} of {pages=@all}}}");
	CHECK_TEXT(in_german("{{>nested what=_\"Cart\" all=\"<9>\"}}"),
	    "Seite Warenkorb von &lt;9&gt;");
}

static void
labels_are_translated(void)
{
	struct complaint c[] = { { "rows.0.name", "x", "Schlecht." },
		{ "shop", "x", "Auch." } };

	fresh();
	globals.language = language_find("de");
	globals.errors = (LIST(complaint)){ c, 2, 0 };
	CHECK_TEXT(render("{{#page.errors}}{{#called}}+{{/called}}{{problem}};"
			  "{{/page.errors}}"
			  "{{called rows.*.name _\"Page {page} of {pages}\" "
			  "_\"Name\"}}{{called shop _\"Billing address\"}}"),
	    "+Seite 1 von 1, Name: Schlecht.;+Rechnungsadresse: Auch.;");
}

static void
text_of_another_direction_is_isolated(void)
{
	fresh();
	model.name = "שלום & co";
	CHECK_TEXT(render("{{_ Hello, {name}.}}"),
	    "Hello, \u2068שלום &amp; co\u2069.");
	CHECK_TEXT(render("{{name}}"), "שלום &amp; co");
	model.name = "Tom";
	CHECK_TEXT(render("{{_ Hello, {name}.}}"), "Hello, Tom.");
}

static void
formats_follow_the_language(void)
{
	static const char *tags[] = { "a", "b", "c" };

	fresh();
	model.tags = (struct text_list){ tags, 3, 0 };
	CHECK_TEXT(in_german("{{price|money}} {{count|number}} "
			     "{{createdAt|date}} {{tags|list}}"),
	    "1.234,50 $ 1.234.567 22. November 2026 a, b und c");
	CHECK_TEXT(in_german("{{price}} {{price|amount}} {{count}}"),
	    "1234.50 1234.50 1234567");
}

static void
pages_know_their_language(void)
{
	static struct page_language all[] = { { "en", "English", true },
		{ "de", "Deutsch", false } };

	fresh();
	globals.languages = (LIST(page_language)){ all, 2, 0 };
	CHECK_TEXT(render("{{page.lang}}{{#page.rtl}}!{{/page.rtl}}"
			  "{{#page.languages}}<{{code}} {{name}}"
			  "{{#isChosen}}*{{/isChosen}}>{{/page.languages}}"),
	    "en<en English*><de Deutsch>");
	globals.rtl = true;
	CHECK_TEXT(render("{{#page.rtl}}!{{/page.rtl}}"), "!");
}

/* ---- mistakes ------------------------------------------------------------ */

static void
wrong_messages_are_refused(void)
{
	fresh();
	CHECK_HAS(mistake_in("{{_ }}"), "an empty message");
	CHECK_HAS(mistake_in("{{_ a {nothing}}}"), "no value 'nothing'");
	CHECK_HAS(mistake_in("{{_ a {name|shout}}}"), "no format 'shout'");
	CHECK_HAS(mistake_in("{{_ a {shop}}}"), "'shop' is not a value");
	CHECK_HAS(mistake_in("{{_n count one}}"), "a plural is");
	CHECK_HAS(mistake_in("{{_n count one|}}"), "a plural is");
	CHECK_HAS(mistake_in("{{_n name one|many}}"), "'name' counts nothing");
	CHECK_HAS(mistake_in("{{_n nothing one|many}}"), "no value 'nothing'");
	CHECK_HAS(mistake_in("{{_ a {name}"), "a tag that does not end");
	CHECK_HAS(mistake_in("{{_ a <b>c</b>}}"), "no block 'b' with {{.}}");
	CHECK_HAS(mistake_in("a\1b"), "control character");
}

static void
wrong_blocks_are_refused(void)
{
	fresh();
	CHECK_HAS(mistake_in("{{#_ a <b>c</b>}}{{/_}}"),
	    "no block 'b' with {{.}}");
	CHECK_HAS(mistake_in("{{#_ a <b>c</b>}}{{$b}}x{{/b}}{{/_}}"),
	    "no block 'b' with {{.}}");
	CHECK_HAS(mistake_in("{{#_ a}}{{$b}}x{{/b}}{{/_}}"),
	    "the message has no 'b'");
	CHECK_HAS(mistake_in("{{#_ a {b}}}{{$b}}x{{.}}{{/b}}{{/_}}"),
	    "'b' encloses text");
	CHECK_HAS(mistake_in("{{#_ a <b>c</b>}}{{$b}}{{.}}{{.}}{{/b}}{{/_}}"),
	    "{{.}} stands once");
	CHECK_HAS(mistake_in("{{#_ a <b>c</b>}}{{$b}}{{#isNew}}{{.}}{{/isNew}}"
			     "{{/b}}{{/_}}"),
	    "in no section");
	CHECK_HAS(mistake_in("{{#_ a}}{{name}}{{/_}}"), "only blocks stand");
	CHECK_HAS(mistake_in("{{#_ a}}"), "'_' is not closed");
}

static void
wrong_translations_are_refused(void)
{
	fresh();
	CHECK_HAS(mistake_in("{{_ Wrong place {name}}}"),
	    "in de, 'Wrong place {name}': 'nom' is not in the English text");
	CHECK_HAS(mistake_in("{{_ Lacking place {name}}}"),
	    "'name' is missing");
}

static const struct test tests[] = {
	TEST(words_are_translated),
	TEST(plain_text_is_not_escaped),
	TEST(a_context_tells_equal_words_apart),
	TEST(values_stand_where_the_translation_wants_them),
	TEST(a_count_chooses_the_form),
	TEST(markup_stays_out_of_sentences),
	TEST(arguments_may_be_messages),
	TEST(labels_are_translated),
	TEST(text_of_another_direction_is_isolated),
	TEST(formats_follow_the_language),
	TEST(pages_know_their_language),
	TEST(wrong_messages_are_refused),
	TEST(wrong_blocks_are_refused),
	TEST(wrong_translations_are_refused),
	{ 0 },
};

int
main(void)
{
	return sheet_run("template_messages", tests);
}
