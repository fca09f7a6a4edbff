# SPDX-License-Identifier: ISC
#
# rules.awk - the project's own rules. Reads whole files, named relative to
# the tree, and prints "FILE:LINE: RULE: sentence" for each place that breaks
# one. -v exceptions=FILE: lines of RULE, PATTERN ("*" is anything) and the
# reason; one that excuses nothing is a finding itself.

BEGIN {
	if (exceptions != "")
		exceptions_read()
	rooms_define()
}

FNR == 1 {
	if (file != "")
		file_end()
	file_begin()
}

{
	lines = FNR
	check_licence()
	check_space()
	if (is_c)
		check_c()
	if (is_template)
		check_template($0)
}

END {
	if (file != "")
		file_end()
	for (i = 1; i <= excepted; i++)
		if (!used[i])
			printf "%s:%d: exception: excuses nothing\n", \
			    exceptions, exception_line[i]
}

# ---- exceptions ----------------------------------------------------------

function exceptions_read(   line, words, n, at)
{
	while ((getline line < exceptions) > 0) {
		at++
		if (line ~ /^#/ || line ~ /^[ \t]*$/)
			continue
		n = split(line, words, /[ \t]+/)
		excepted++
		exception_line[excepted] = at
		exception_rule[excepted] = words[1]
		gsub(/\./, "[.]", words[2])
		gsub(/\*/, ".*", words[2])
		exception_path[excepted] = "^" words[2] "$"
		if (n < 3)
			printf "%s:%d: exception: has no reason\n", \
			    exceptions, at
	}
}

function complain(line, rule, text,   i)
{
	for (i = 1; i <= excepted; i++)
		if (exception_rule[i] == rule && file ~ exception_path[i]) {
			used[i] = 1
			return
		}
	printf "%s:%d: %s: %s\n", file, line, rule, text
}

# ---- files ---------------------------------------------------------------

function file_begin()
{
	file = FILENAME
	sub(/^\.\//, "", file)
	is_c = file ~ /\.[ch]$/
	is_code = is_c || file ~ /\.(mjs|sh|awk)$/
	is_test = file ~ /^tests\//
	is_template = file ~ /^templates\/.*\.(html|txt)$/
	in_comment = in_define = in_function = has_licence = 0
	if (file ~ /(^|\/)(configure|Makefile\.in|aclocal\.m4|config\.h\.in)$/ \
	    || file ~ /\.(o|a|so|gcda|gcno|orig|rej|log|trs|min\.js)$/ \
	    || file ~ /(^|\/)node_modules\// \
	    || file ~ /^(vendor|third_party|build-aux|m4)\//)
		complain(1, "generated", "is made by a program, or not ours")
}

function file_end()
{
	if (!has_licence)
		complain(1, "licence", "no SPDX line at the top")
	if (is_code && lines > 600)
		complain(601, "long-file", lines " lines; 600 are the limit")
}

# Below "#!" and the first words of HTML, XML or a manual page's macro.
function check_licence()
{
	if ($0 !~ /SPDX-License-Identifier:/ || FNR > 3)
		return
	has_licence = 1
	if ($0 !~ /SPDX-License-Identifier: ISC( |$|-->|}})/)
		complain(FNR, "licence", "another licence than ISC")
}

function check_space()
{
	if ($0 ~ /[ \t\r]$/)
		complain(FNR, "space", "white space at the end")
}

# ---- templates ------------------------------------------------------------

# Text that people read is a message: between tags and in attributes that are
# shown, words stand in {{_ …}} only, and in arguments as _"…". What remains
# when the tags are away has no letters but in entities and names of brands.
function check_template(s,   t)
{
	if (s ~ /<script|SPDX-License-Identifier:/ || s ~ /^Subject: \{\{_ [^}]*(\{[^}]*\}[^}]*)*\}\}$/)
		return
	t = s
	while (match(t, /\{\{>[^}]*\}\}/)) {
		if (substr(t, RSTART, RLENGTH) ~ \
		    / (label|title|text|hint|button|word)="[A-Za-z]/)
			complain(FNR, "sentence", "an argument without _\"\"")
		t = substr(t, 1, RSTART - 1) substr(t, RSTART + RLENGTH)
	}
	t = without_tags(t)
	if (match(t, / (aria-label|alt|title|placeholder)="[^"\/]*[A-Za-z]/))
		complain(FNR, "sentence", "an attribute outside of {{_ }}")
	gsub(/<[^>]*>/, "", t)
	gsub(/&[a-z]+;|Stripe|Razorpay|PayPal|\/[a-z\/-]*/, "", t)
	if (t ~ /[A-Za-z]/)
		complain(FNR, "sentence", "text outside of {{_ }}")
}

# Without {{…}}, where places may stand in braces.
function without_tags(s,   out, i, c, depth)
{
	while ((i = index(s, "{{")) > 0) {
		out = out substr(s, 1, i - 1)
		s = substr(s, i + 2)
		depth = 0
		for (i = 1; i <= length(s); i++) {
			c = substr(s, i, 1)
			if (c == "{")
				depth++
			else if (c == "}" && depth > 0)
				depth--
			else if (c == "}" && substr(s, i + 1, 1) == "}")
				break
		}
		s = substr(s, i + 2)
	}
	return out s
}

# ---- C -------------------------------------------------------------------

# Takes a line apart: "code" without comments and with empty literals, "text"
# the literals, one a line, "slashes" whether it has a // comment.
function take_apart(s,   n, i, c, quote)
{
	code = text = ""
	slashes = 0
	if (!in_comment && s !~ /["'\/]/) {
		code = s
		return
	}
	n = length(s)
	for (i = 1; i <= n; i++) {
		c = substr(s, i, 1)
		if (in_comment) {
			if (substr(s, i, 2) == "*/") {
				in_comment = 0
				i++
			}
		} else if (substr(s, i, 2) == "/*") {
			in_comment = 1
			i++
		} else if (substr(s, i, 2) == "//") {
			slashes = 1
			return
		} else if (c == "\"" || c == "'") {
			i = take_literal(s, i, n, c)
			code = code c c
		} else
			code = code c
	}
}

function take_literal(s, i, n, quote,   c)
{
	if (quote == "\"")
		text = text "\n"
	for (i++; i <= n && (c = substr(s, i, 1)) != quote; i++) {
		if (c == "\\")
			i++
		if (quote == "\"")
			text = text (c == "\\" ? " " : c)
	}
	return i
}

function check_c()
{
	take_apart($0)
	check_width()
	check_function()
	if (slashes)
		complain(FNR, "comment", "comments are /* of this kind */")
	if (code ~ /^[ \t]*typedef/ && code !~ /\(/)
		complain(FNR, "typedef", "only functions get a typedef")
	check_define()
	check_calls()
	check_literals()
	if ($0 ~ /^#include "/)
		check_include()
}

# In columns: a tab goes to the next multiple of eight, a character of UTF-8
# counts once.
function check_width(   s, n, i)
{
	s = $0
	if (length(s) * 8 <= 80)
		return
	gsub(/[\200-\277]/, "", s)
	n = 0
	while ((i = index(s, "\t")) > 0) {
		n += i - 1
		n += 8 - n % 8
		s = substr(s, i + 1)
	}
	n += length(s)
	if (n > 80)
		complain(FNR, "width", n " columns; 80 are the limit")
}

# Only a function begins with a brace of its own in the first column.
function check_function()
{
	if ($0 ~ /^[a-zA-Z_]+\(/)
		function_name = substr($0, 1, index($0, "(") - 1)
	if ($0 == "{")
		in_function = FNR
	if ($0 == "}" && in_function) {
		if (FNR - in_function + 1 > 60)
			complain(in_function, "long-function", function_name \
			    " has " FNR - in_function + 1 \
			    " lines; 60 are the limit")
		in_function = 0
	}
}

function word(w)
{
	return code ~ ("(^|[^a-zA-Z0-9_])(" w ")([^a-zA-Z0-9_]|$)")
}

function call(w)
{
	return code ~ ("(^|[^a-zA-Z0-9_>.])(" w ")[ ]*\\(")
}

function check_define()
{
	if (code ~ /^[ \t]*#[ \t]*define/)
		in_define = 1
	if (in_define && word("return|goto|break|continue"))
		complain(FNR, "macro", "a macro builds data and never jumps")
	if ($0 !~ /\\$/)
		in_define = 0
}

function check_calls()
{
	if (call("strcpy|strcat|stpcpy|sprintf|vsprintf|strtok|gets|alloca"))
		complain(FNR, "forbidden", "no bound: use snprintf() or a buf")
	if (call("atoi|atol|atoll|atof"))
		complain(FNR, "forbidden", "hides errors: use strtol()")
	if (!is_test && call("system|popen"))
		complain(FNR, "forbidden", "runs a shell")
	if (!is_test && file != "common/base/clock.c" &&
	    call("time|gettimeofday|clock_gettime|timespec_get"))
		complain(FNR, "clock", "time is read by clock_now()")
	if (file !~ /^(common|tests)\// &&
	    call("malloc|calloc|realloc|reallocarray|strdup|strndup|free"))
		complain(FNR, "memory", "memory is handed out in common/")
}

# What SQL and HTML look like inside a literal.
function check_literals()
{
	if (text == "" || is_test)
		return
	if (file !~ /^db\// && (text ~ /(^|[\n (;])(SELECT|INSERT INTO|DELETE FROM|TRUNCATE|BEGIN|COMMIT|ROLLBACK|ORDER BY|RETURNING|LEFT JOIN|(CREATE|ALTER|DROP) [A-Z]+) / \
	    || text ~ /(^|[\n (;])(UPDATE [a-zA-Z_.]+ SET |update [a-z_.]+ set |select .* from |insert into |delete from )/))
		complain(FNR, "sql", "SQL is written in db/")
	if (file ~ /^db\// && text ~ /(^|[^a-z_])(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\(\)|CURRENT_(DATE|TIME)|LOCALTIME/)
		complain(FNR, "clock", "time is read by farm_now()")
	if (file !~ /^common\/template\// &&
	    (text ~ /<[\/!]?[a-zA-Z][a-zA-Z0-9-]*( [a-z][^>]*)?[\/]?>/ \
	    || text ~ /<\/[a-zA-Z]/ \
	    || text ~ /<(a|div|span|p|img|form|input|script|html|table|ul|li) /))
		complain(FNR, "markup", "markup is written in templates/")
}

# ---- who may include whom ------------------------------------------------

function rooms_define()
{
	reach["common/base"] = " base "
	reach["common/sentence"] = " base sentence "
	reach["common/model"] = " base sentence model "
	reach["common/template"] = " base sentence model template "
	reach["common/client"] = " base sentence model client "
	reach["common/contract"] = " base sentence model contract "
	reach["common/session"] = " base sentence model client contract session "
	# The worker carries everybody's events into the jobs of notify.
	own["fcgi/worker"] = " db/notify db/outbox "
	reach["common/http"] = \
	    " base sentence model template client contract session http "
}

function folder(path, depth,   parts, n, i, s)
{
	n = split(path, parts, "/")
	s = parts[1]
	for (i = 2; i <= depth && i < n; i++)
		s = s "/" parts[i]
	return s
}

function check_include(   path, from, to)
{
	path = $0
	sub(/^#include "/, "", path)
	sub(/".*/, "", path)
	from = folder(file, 2)
	to = folder(path, 2)
	if (is_test || from == to)
		return
	if (path !~ /\//)
		complain(FNR, "direction", "is named from the tree's root")
	else if (from ~ /^common/ && to !~ /^common/ ||
	    from ~ /^db/ && to ~ /^fcgi/ || to ~ /^tests/)
		complain(FNR, "direction", from " does not know " to)
	else if (to == "db/pg" && from ~ /^(db|fcgi)\//)
		return
	else if (from ~ /^db\// && to ~ /^db\//)
		complain(FNR, "direction", "a service's queries are its own")
	else if (from ~ /^fcgi\// && to ~ /^fcgi/)
		complain(FNR, "direction", "programs share nothing but common")
	else if (from ~ /^fcgi\// && to ~ /^db\// &&
	    to != "db" substr(from, 5) &&
	    index(own[from], " " to " ") == 0)
		complain(FNR, "direction", "another service's queries")
	else if (from in reach && to ~ /^common\// &&
	    index(reach[from], " " substr(to, 8) " ") == 0)
		complain(FNR, "direction", from " does not know " to)
}
