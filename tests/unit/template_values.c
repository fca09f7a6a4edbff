/* SPDX-License-Identifier: ISC */
/*
 * template_values.c - the template language: values, formats, sections.
 */
#include "tests/unit/sheet.h"

/* ---- values -------------------------------------------------------------- */

static void
values_are_escaped(void)
{
	fresh();
	CHECK_TEXT(render("{{name}}"),
	    "Tom &amp; &quot;Co&quot; &lt;b&gt;"
	    "&#39;x&#39;&lt;/b&gt;");
	CHECK_TEXT(render("<a title=\"{{name}}\">"),
	    "<a title=\"Tom &amp; "
	    "&quot;Co&quot; &lt;b&gt;&#39;x&#39;&lt;/b&gt;\">");
	CHECK_TEXT(render("{{shop.name}} {{ shop.id }}"),
	    "Hill &amp; Dale s-1");
	CHECK_TEXT(render("{{text}}|"), "|");
}

static void
plain_text_is_not_escaped(void)
{
	fresh();
	CHECK_TEXT(render_as("Dear {{name}},\n\n  {{_ Bye & good luck}}\n",
		       ".txt"),
	    "Dear Tom & \"Co\" <b>'x'</b>,\n\n  Bye & good luck\n");
}

static void
formats_shape_values(void)
{
	fresh();
	CHECK_TEXT(render("{{price|money}} {{price|amount}} {{price}}"),
	    "$1,234.50 1234.50 1234.50");
	CHECK_TEXT(render("{{count|number}} {{count}}"), "1,234,567 1234567");
	CHECK_TEXT(render("{{createdAt|date}}"), "22 November 2026");
	CHECK_TEXT(render("{{createdAt|datetime}}"),
	    "22 November 2026, 14:23 UTC");
	CHECK_TEXT(render("{{createdAt|iso}}"), "2026-11-22T14:23:00.123Z");
	CHECK_TEXT(render("{{shop.name|url}}"), "Hill%20%26%20Dale");
	CHECK_TEXT(render("{{status|lower}} {{status}}"), "shipped SHIPPED");
	CHECK_TEXT(render("{{isNew}} {{isOpen}}"), "true ");
}

static void
amounts_have_the_currency_of_the_shop(void)
{
	fresh();
	globals.currency = "EUR";
	model.price = CENTS(-5);
	CHECK_TEXT(render("{{price|money}}"), "−€0.05");
	globals.currency = "CHF";
	model.price = CENTS(100000000);
	CHECK_TEXT(render("{{price|money}}"), "CHF 1,000,000.00");
	model.price = CENTS(99900);
	CHECK_TEXT(render("{{price|money}}"), "CHF 999.00");
	model.price = MONEY_NONE;
	CHECK_TEXT(render("{{price|money}}{{price}}"), "");
	model.count = -1234;
	CHECK_TEXT(render("{{count|number}}"), "−1,234");
	model.count = -123;
	CHECK_TEXT(render("{{count|number}}"), "−123");
}

static void
amounts_have_the_currency_that_stands_beside_them(void)
{
	struct item items[] = { { .price = MONEY(199000, 0),
				    .currency = "JPY" },
		{ .price = MONEY(19900, 3), .currency = "KWD" },
		{ .price = CENTS(1990) } };

	fresh();
	model.items = (LIST(item)){ items, 3, 0 };
	CHECK_TEXT(render("{{#items}}{{price|money}} {{/items}}"
			  "{{price|money}}"),
	    "¥199,000 KWD\u00a019.900 $19.90 $1,234.50");
	CHECK_TEXT(render("{{#items}}{{_ For {price|money}.}} {{/items}}"),
	    "For ¥199,000. For KWD\u00a019.900. For $19.90. ");
	CHECK_TEXT(render("{{#items}}{{price}} {{/items}}"),
	    "199000 19.900 19.90 ");
}

static void
what_is_not_given_is_nothing(void)
{
	fresh();
	spec_clear(&page_spec, &model);
	CHECK_TEXT(render("[{{id}}{{name}}{{price|money}}{{count|number}}"
			  "{{createdAt|date}}{{createdAt}}{{status}}{{isOpen}}"
			  "]"),
	    "[]");
}

static void
markdown_is_safe(void)
{
	fresh();
	model.text = "# Hi\n\n*a* <script>alert(1)</script> "
		     "[x](javascript:alert(1)) `<!--# exec -->`";
	CHECK_HAS(render("{{text|markdown}}"), "<h1>Hi</h1>");
	CHECK_HAS(render("{{text|markdown}}"), "<em>a</em>");
	CHECK_LACKS(render("{{text|markdown}}"), "<script");
	CHECK_LACKS(render("{{text|markdown}}"), "javascript:");
	CHECK_LACKS(render("{{text|markdown}}"), "<!--#");
	model.text = NULL;
	CHECK_TEXT(render("{{text|markdown}}"), "");
}

static void
markdown_leads_to_the_web_only(void)
{
	static const char *const bad[] = { "[a](ms-msdt:x)", "<tel:1>",
		"![a](data:image/png;base64,AA)", "[a](file:/etc/passwd)",
		"[a]( JAVASCRIPT:x)", "[a][x]\n\n[x]: ssh://x" };
	static const char *const good[] = { "http://x/", "https://x/?a:b",
		"HTTPS://x", "mailto:a@b.cc", "/products/a:b", "a/b:c", "?a:b",
		"#a:b" };

	fresh();
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		model.text = bad[i];
		CHECK(strstr(render("{{text|markdown}}"), "href=\"\"") ||
		    strstr(render("{{text|markdown}}"), "src=\"\""));
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		model.text = arena_printf(ta, "[a](%s)", good[i]);
		CHECK_HAS(render("{{text|markdown}}"),
		    arena_printf(ta, "<a href=\"%s\">a</a>", good[i]));
	}
}

/* What users type is never a command to nginx; what a template says is. */
static void
no_ssi_command_that_was_typed_survives(void)
{
	static const char ssi[] = "<!--# include virtual=\"/internal/x\" -->";
	struct item       item = { .name = ssi };
	struct complaint  c = { "name", "x", ssi };

	fresh();
	model.name = model.text = model.shop.name = ssi;
	model.items = (LIST(item)){ &item, 1, 0 };
	model.tags = (struct text_list){ (const char *[]){ ssi }, 1, 0 };
	globals.here = globals.notice = globals.request_id = ssi;
	globals.errors = (LIST(complaint)){ &c, 1, 0 };
	params_add(ta, &typed, "name", ssi);
	refused = true;
	CHECK_LACKS(render("{{name}}{{name|url}}{{name|lower}}"
			   "{{text|markdown}}{{shop.name}}{{#items}}{{name}}{{/"
			   "items}}"
			   "{{#tags}}{{.}}{{/tags}}{{page.here}}{{page.notice}}"
			   "{{input name}}{{#error name}}{{.}}{{/error}}"),
	    "<!--#");
	CHECK_TEXT(render("<!--# include virtual=\"/_part/x\" -->"),
	    "<!--# include virtual=\"/_part/x\" -->");
}

static void
globals_are_called_page(void)
{
	fresh();
	CHECK_TEXT(render("{{page.lang}} {{page.path}} {{page.here}} "
			  "{{page.key}} {{page.shop}} {{page.currency}}"),
	    "en /p /p?a=1 k Farm USD");
	CHECK_TEXT(render("{{#page.notice}}<p>{{page.notice}}</p>"
			  "{{/page.notice}}{{^page.refused}}ok{{/"
			  "page.refused}}"),
	    "ok");
}

/* ---- sections ------------------------------------------------------------ */

static void
sections_show_what_is_true(void)
{
	fresh();
	CHECK_TEXT(render("{{#isNew}}new{{/isNew}}{{^isNew}}old{{/isNew}}"),
	    "new");
	CHECK_TEXT(render("{{#isOpen}}open{{/isOpen}}{{^isOpen}}shut"
			  "{{/isOpen}}"),
	    "shut");
	CHECK_TEXT(render("{{#count}}some{{/count}}{{^count}}none{{/count}}"),
	    "some");
	model.count = 0;
	model.price = CENTS(0);
	model.name = "";
	CHECK_TEXT(render("{{#count}}some{{/count}}{{^count}}none{{/count}}"
			  "{{^price}}free{{/price}}{{^name}}nameless{{/name}}"),
	    "nonefreenameless");
	model.is_open.is = 0;
	CHECK_TEXT(render("{{^isOpen}}shut{{/isOpen}}"), "shut");
	CHECK_TEXT(render("{{#createdAt}}since{{/createdAt}}{{#id}}id{{/id}}"),
	    "since");
}

static void
lists_repeat_and_look_outwards(void)
{
	struct item items[] = { { "a", CENTS(100), 1, { NULL, 0 } },
		{ "b", CENTS(200), 2, { (const char *[]){ "x", "y<" }, 2 } } };

	fresh();
	model.items = (LIST(item)){ items, 2, 0 };
	CHECK_TEXT(render("{{#items}}{{name}}:{{price|money}}:{{count}}:"
			  "{{#tags}}({{.}} of "
			  "{{name}}){{/tags}};{{/items}}{{^items}}none"
			  "{{/items}}"),
	    "a:$1.00:1234567:;b:$2.00:1234567:(x of b)(y&lt; "
	    "of b);");
	model.items.n = 0;
	CHECK_TEXT(render("{{#items}}x{{/items}}{{^items}}none{{/items}}"),
	    "none");
	model.tags = (struct text_list){ (const char *[]){ "p", "q" }, 2, 0 };
	CHECK_TEXT(render("{{#tags}}{{.}},{{/tags}}"), "p,q,");
}

static void
objects_are_stepped_into(void)
{
	struct shop rival = { { "s-2" }, "Rival" };

	fresh();
	CHECK_TEXT(render("{{#shop}}{{name}} {{count}}{{/shop}}"),
	    "Hill &amp; Dale 1234567");
	CHECK_TEXT(render("{{#rival}}{{name}}{{/rival}}{{^rival}}none"
			  "{{/rival}}"),
	    "none");
	model.rival = &rival;
	CHECK_TEXT(render("{{#rival}}{{name}}{{/rival}}{{^rival}}none"
			  "{{/rival}}"),
	    "Rival");
}

static void
is_compares_with_words_and_values(void)
{
	fresh();
	CHECK_TEXT(render("{{#is status \"SHIPPED\"}}gone{{/is}}"
			  "{{#is status \"NEW\"}}here{{/is}}{{^is status "
			  "\"NEW\"}}not new"
			  "{{/is}}"),
	    "gonenot new");
	CHECK_TEXT(render("{{#is page.path \"/p\"}}current{{/is}}"), "current");
	model.id = model.other_id = (struct uuid){ "one" };
	CHECK_TEXT(render("{{#is id otherId}}same{{/is}}"), "same");
	model.other_id = (struct uuid){ "two" };
	CHECK_TEXT(render("{{#is id otherId}}same{{/is}}"
			  "{{^is id otherId}}other{{/is}}"),
	    "other");
	CHECK_TEXT(render("{{#is count \"1234567\"}}y{{/is}}"
			  "{{#is isNew \"true\"}}y{{/is}}{{#is price "
			  "\"1234.50\"}}y{{/is}}"),
	    "yyy");
}

static const struct test tests[] = {
	TEST(values_are_escaped),
	TEST(plain_text_is_not_escaped),
	TEST(formats_shape_values),
	TEST(amounts_have_the_currency_of_the_shop),
	TEST(amounts_have_the_currency_that_stands_beside_them),
	TEST(what_is_not_given_is_nothing),
	TEST(markdown_is_safe),
	TEST(markdown_leads_to_the_web_only),
	TEST(no_ssi_command_that_was_typed_survives),
	TEST(globals_are_called_page),
	TEST(sections_show_what_is_true),
	TEST(lists_repeat_and_look_outwards),
	TEST(objects_are_stepped_into),
	TEST(is_compares_with_words_and_values),
	{ 0 },
};

int
main(void)
{
	return sheet_run("template_values", tests);
}
