/* SPDX-License-Identifier: ISC */
/*
 * template_parts.c - the template language: forms, partials, layouts,
 * and what is said of mistakes.
 */
#include "tests/unit/sheet.h"

/* ---- forms --------------------------------------------------------------- */

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
	globals.errors = (LIST(complaint)){ c, 2, 0 };
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
	globals.errors = (LIST(complaint)){ c, 6, 0 };
	put("partials/box.html", "{{called @name @of @label}}");
	put("partials/summary.html",
	    "{{#page.errors}}{{#called}}[{{field}}]{{/called}}"
	    "{{^called}}-{{/called}}{{problem}};{{/page.errors}}");
	CHECK_TEXT(render("{{>summary}}{{>box name=\"email\" label=_\"E & "
			  "mail\""
			  " of=_\"Bill\"}}{{called rows.*.name _\"Row {n}\" "
			  "_\"name\"}}"
			  "{{called silent \"\"}}"),
	    "[email]Bill, E &amp; mail: Too &lt;short&gt;.;"
	    "[rows.2.name]Row 3, name: This is needed.;"
	    "-rows.x.name: Odd.;[silent]Quiet.;-page: Too far.;-Try again.;");
	CHECK(template_shows_errors(load("{{#page.refused}}{{>summary}}"
					 "{{/page.refused}}",
	    "")));
	CHECK(!template_shows_errors(load("{{name}}", "")));
}

/* ---- partials and layouts ------------------------------------------------ */

static void
partials_take_arguments(void)
{
	fresh();
	put("partials/box.html",
	    "<{{@tag}}>{{@label}}{{#@hint}} {{@hint}}"
	    "{{/@hint}}{{^@hint}} -{{/@hint}} {{input @name}}"
	    "{{#error @name}}!{{/error}}</{{@tag}}>");
	CHECK_TEXT(render("{{>box tag=\"i\" label=\"A & B\" name=\"count\"}}"),
	    "<i>A &amp; B - 1234567</i>");
	CHECK_TEXT(render("{{>box tag=\"i\" label=\"A\" name=\"count\" "
			  "hint=\"Whole\"}}"),
	    "<i>A Whole 1234567</i>");
	put("partials/shop.html", "{{@of.name}}/{{#@of}}{{id}}{{/@of}}");
	CHECK_TEXT(render("{{>shop of=shop}}"), "Hill &amp; Dale/s-1");
	put("partials/outer.html",
	    "[{{>box tag=@t label=@l name=\"count\" "
	    "hint=@h}}]");
	CHECK_TEXT(render("{{>outer t=\"b\" l=\"L\"}}"),
	    "[<b>L - 1234567</b>]");
	CHECK_TEXT(render("{{#items}}x{{/items}}{{>box tag=\"u\" label=name "
			  "name=\"count\"}}"),
	    "<u>Tom &amp; &quot;Co&quot; &lt;b&gt;&#39;x"
	    "&#39;&lt;/b&gt; - 1234567</u>");
}

static void
pages_fill_the_blocks_of_a_layout(void)
{
	fresh();
	put("frame.html",
	    "<t>{{$title}}Default {{count}}{{/title}}</t>"
	    "<m>{{$main}}{{/main}}</m>");
	CHECK_TEXT(render("{{<frame}}{{$title}}Mine{{/title}}"
			  "{{$main}}{{name|lower}}{{/main}}{{/frame}}"),
	    "<t>Mine</t><m>tom &amp; &quot;co&quot; &lt;b&gt;&#39;x&#39;"
	    "&lt;/b&gt;</m>");
	CHECK_TEXT(render("{{<frame}}{{$main}}x{{/main}}{{/frame}}"),
	    "<t>Default 1234567</t><m>x</m>");
}

static void
texts_can_be_translated(void)
{
	fresh();
	CHECK_TEXT(render("{{_ Sign in & \"out\"}}"),
	    "Sign in &amp; &quot;out&quot;");
}

static void
static_files_carry_their_hash(void)
{
	fresh();
	put("static/a.css", "abc");
	CHECK_TEXT(render("{{static a.css}}"), "/static/ba7816bf/a.css");
}

static void
comments_leave_nothing(void)
{
	fresh();
	CHECK_TEXT(render("a{{! not here }}b"), "ab");
	CHECK_TEXT(render("a\n{{! a line of its own }}\nb"), "a\nb");
}

/* ---- mistakes ------------------------------------------------------------ */

static void
unknown_names_are_refused(void)
{
	fresh();
	CHECK_HAS(mistake_in("a\n{{nothing}}"), ":2: no value 'nothing'");
	CHECK_HAS(mistake_in("{{hidden}}"), "no value 'hidden'");
	CHECK_HAS(mistake_in("{{shop.nothing}}"), "no value 'shop.nothing'");
	CHECK_HAS(mistake_in("{{page.nothing}}"), "no value 'page.nothing'");
	CHECK_HAS(mistake_in("{{#nothing}}{{/nothing}}"), "nothing");
	CHECK_HAS(mistake_in("{{#items}}{{nothing}}{{/items}}"), "nothing");
	CHECK_HAS(mistake_in("{{quantity}}"), "no value 'quantity'");
	CHECK_HAS(mistake_in("{{stock_quantity}}"), "no value");
	CHECK_HAS(mistake_in("{{.}}"), "no value '.'");
	CHECK_HAS(mistake_in("{{@label}}"), "no argument '@label'");
	CHECK_HAS(mistake_in("{{#is nothing \"x\"}}{{/is}}"), "nothing");
	CHECK_HAS(mistake_in("{{#is name nothing}}{{/is}}"), "nothing");
}

static void
wrong_kinds_are_refused(void)
{
	fresh();
	CHECK_HAS(mistake_in("{{items}}"), "'items' is not a value");
	CHECK_HAS(mistake_in("{{shop}}"), "'shop' is not a value");
	CHECK_HAS(mistake_in("{{name|shout}}"), "no format 'shout'");
	CHECK_HAS(mistake_in("{{>none}}"), "cannot be read");
	CHECK_HAS(mistake_in("{{<none}}{{/none}}"), "cannot be read");
	CHECK_HAS(mistake_in("{{static none.css}}"), "no file");
}

static void
broken_tags_are_refused(void)
{
	fresh();
	CHECK_HAS(mistake_in("{{name"), "a tag that does not end");
	CHECK_HAS(mistake_in("{{}}"), "an empty tag");
	CHECK_HAS(mistake_in("{{#isNew}}"), "'isNew' is not closed");
	CHECK_HAS(mistake_in("{{/isNew}}"), "'isNew' closes nothing");
	CHECK_HAS(mistake_in("{{#isNew}}{{#count}}{{/isNew}}{{/count}}"),
	    "closes nothing");
	CHECK_HAS(mistake_in("{{#is name \"x\"}}{{/name}}"), "closes nothing");
	put("partials/self.html", "{{>self}}");
	CHECK_HAS(mistake_in("{{>self}}"), "partials too deep");
	put("partials/self.html", "{{>self}}{{>self}}");
	CHECK_HAS(mistake_in("{{>self}}"), "partials too deep");
	put("wrap.html", "{{$main}}{{/main}}");
	CHECK_HAS(mistake_in("{{<wrap}}{{$main}}{{$main}}x{{/main}}{{/main}}"
			     "{{/wrap}}"),
	    "partials too deep");
}

#define NOW(name) "{{#now " name "}}<" name " {{presentValue}}>{{/now}}"

static void
a_form_shows_values_that_were_edited_meanwhile(void)
{
	static const char text[] = NOW("text") NOW("count") NOW("price")
	    NOW("isNew") NOW("isOpen") NOW("status") NOW("password");

	fresh();
	refused = globals.refused = true;
	model.is_open.is = 0;
	model.text = "one\r\ntwo & three";
	params_add(ta, &typed, "text", " one\ntwo & three\r\n");
	params_add(ta, &typed, "count", "5");
	params_add(ta, &typed, "price", "1234.50");
	params_add(ta, &typed, "isOpen", "true");
	params_add(ta, &typed, "password", "secret");
	CHECK_TEXT(render(text), "");
	globals.edited = true;
	CHECK_TEXT(render(text), "<count 1234567><isNew true><isOpen false>");
	typed.n = 0;
	params_add(ta, &typed, "text", "one\ntwo & thre");
	params_add(ta, &typed, "isNew", "true");
	params_add(ta, &typed, "status", "");
	CHECK_TEXT(render(text),
	    "<text one\r\ntwo &amp; three><status SHIPPED>");
}

static const struct test tests[] = {
	TEST(forms_show_the_model_at_first),
	TEST(a_refused_form_shows_what_was_typed),
	TEST(a_summary_names_the_fields),
	TEST(partials_take_arguments),
	TEST(pages_fill_the_blocks_of_a_layout),
	TEST(texts_can_be_translated),
	TEST(static_files_carry_their_hash),
	TEST(comments_leave_nothing),
	TEST(unknown_names_are_refused),
	TEST(wrong_kinds_are_refused),
	TEST(broken_tags_are_refused),
	TEST(a_form_shows_values_that_were_edited_meanwhile),
	{ 0 },
};

int
main(void)
{
	return sheet_run("template_parts", tests);
}
