/* SPDX-License-Identifier: ISC */
/*
 * template_forms.c - what templates say of a form: what was typed, what is
 * wrong with it, and what its fields are called.
 */
#include "tests/unit/template_page.h"

static void
forms_show_the_model_at_first(void)
{
	fresh();
	CHECK_TEXT(render("{{input name}}|{{input search}}|{{input count}}|"
			  "{{input shop.name}}"),
	    "Tom &amp; &quot;Co&quot; &lt;b&gt;&#39;x"
	    "&#39;&lt;/b&gt;||1234567|Hill &amp; Dale");
	CHECK_TEXT(render("{{#chosen status \"SHIPPED\"}}selected{{/chosen}}"
			  "{{#chosen status \"NEW\"}}no{{/chosen}}"
			  "{{#chosen isNew \"true\"}}checked{{/chosen}}"),
	    "selectedchecked");
	CHECK_TEXT(render("{{#error name}}wrong{{/error}}{{^error name}}fine"
			  "{{/error}}"),
	    "fine");
}

static void
a_refused_form_shows_what_was_typed(void)
{
	struct complaint c[] = { { "name", "x", "Too <short>." },
		{ "count", "y", "Too much." } };

	fresh();
	refused = true;
	globals.refused = true;
	globals.errors = (struct list){ c, 2 };
	params_add(ta, &typed, "name", "<new>");
	params_add(ta, &typed, "status", "NEW");
	params_add(ta, &typed, "shop.name", "Dell");
	CHECK_TEXT(render("{{input name}}|{{input shop.name}}"),
	    "&lt;new&gt;|Dell");
	CHECK_TEXT(render("{{#error name}}<p>{{.}}</p>{{/error}}"
			  "{{#error price}}no{{/error}}{{^error "
			  "price}}ok{{/error}}"),
	    "<p>Too &lt;short&gt;.</p>ok");
	CHECK_TEXT(render("{{#chosen status \"SHIPPED\"}}no{{/chosen}}"
			  "{{#chosen status \"NEW\"}}selected{{/chosen}}"),
	    "selected");
	/* A box that was not ticked was typed, too. */
	CHECK_TEXT(render("{{#chosen isNew \"true\"}}checked{{/chosen}}"
			  "{{^chosen isNew \"true\"}}empty{{/chosen}}"),
	    "empty");
	CHECK_TEXT(render("{{#page.errors}}{{field}}={{message}};"
			  "{{/page.errors}}"),
	    "name=Too &lt;short&gt;.;count=Too much.;");
}

/* A form and, above it, what is wrong with each of its fields. */
static void
a_summary_names_the_fields(void)
{
	struct complaint c[] = { { "email", "x", "Too <short>." },
		{ "rows.2.name", "x", "This is needed." },
		{ "rows.x.name", "x", "Odd." }, { "silent", "x", "Quiet." },
		{ "page", "x", "Too far." }, { "", "x", "Try again." } };

	fresh();
	refused = true;
	globals.refused = true;
	globals.errors = (struct list){ c, 6 };
	put("partials/box.html", "{{called @name @of @label}}");
	put("partials/summary.html",
	    "{{#page.errors}}{{#called}}[{{field}}]{{/called}}"
	    "{{^called}}-{{/called}}{{called}}{{message}};{{/page.errors}}");
	CHECK_TEXT(render("{{>summary}}{{>box name=\"email\" label=\"E & mail\""
			  " of=\"Bill\"}}{{called rows.*.name \"Row *\" "
			  "\"name\"}}"
			  "{{called silent \"\"}}"),
	    "[email]Bill, E &amp; mail: Too &lt;short&gt;.;"
	    "[rows.2.name]Row 3, name: This is needed.;"
	    "-rows.x.name: Odd.;[silent]Quiet.;-page: Too far.;-Try again.;");
	CHECK(template_shows_errors(load("{{#page.refused}}{{>summary}}"
					 "{{/page.refused}}",
	    "")));
	CHECK(!template_shows_errors(load("{{name}}", "")));
}

static const struct test tests[] = {
	TEST(forms_show_the_model_at_first),
	TEST(a_refused_form_shows_what_was_typed),
	TEST(a_summary_names_the_fields),
	{ 0 },
};

int
main(void)
{
	return template_tests("template_forms", tests);
}
