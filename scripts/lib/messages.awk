# SPDX-License-Identifier: ISC
#
# messages.awk - the messages of templates as C, for xgettext. Reads whole
# files; each message becomes a line of its own with its place in "#line".
#
#	{{_ text}} {{#_ text}} name=_"text"	_("text");
#	{{_n count one|many}}			_n("one", "many");
#	{{! Translators: text }}		/* Translators: text */

FNR == 1 {
	file_end()
	file = FILENAME
	text = ""
}

{
	text = text $0 "\n"
}

END {
	file_end()
	exit failed
}

function file_end(   line, from, n)
{
	line = 1
	while ((from = index(text, "{{")) > 0) {
		line += newlines(substr(text, 1, from - 1))
		text = substr(text, from + 2)
		if ((n = tag_length(text)) < 0) {
			printf "%s:%d: a tag that does not end\n", file, line \
			    >"/dev/stderr"
			failed = 1
			return
		}
		tag(substr(text, 1, n), line)
		line += newlines(substr(text, 1, n))
		text = substr(text, n + 3)
	}
}

function newlines(s)
{
	return gsub(/\n/, "", s)
}

# Up to the "}}" that is no end of a place: {{_ {n} items}}.
function tag_length(s,   i, c, depth)
{
	for (i = 1; i < length(s); i++) {
		c = substr(s, i, 1)
		if (c == "{")
			depth++
		else if (c == "}" && depth > 0)
			depth--
		else if (c == "}" && substr(s, i + 1, 1) == "}")
			return i - 1
	}
	return -1
}

function tag(s, line)
{
	gsub(/[ \t\n]+/, " ", s)
	sub(/^ /, "", s)
	sub(/ $/, "", s)
	if (s ~ /^! ?Translators:/)
		say(line, "/* " substr(s, index(s, "T")) " */")
	else if (s ~ /^#?_ /)
		say(line, "_(" quoted(substr(s, index(s, " ") + 1)) ");")
	else if (s ~ /^#?_n /)
		plural(s, line)
	else if (s !~ /^!/)
		arguments(s, line)
}

function say(line, code)
{
	printf "#line %d \"%s\"\n%s\n", line, file, code
}

function quoted(s)
{
	gsub(/\\/, "\\\\", s)
	gsub(/"/, "\\\"", s)
	return "\"" s "\""
}

# "_n count one|many": cut at the bar that is in no place.
function plural(s, line,   i, c, depth)
{
	sub(/^#?_n [^ ]+ /, "", s)
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		depth += (c == "{") - (c == "}")
		if (c == "|" && depth == 0)
			break
	}
	say(line, "_n(" quoted(substr(s, 1, i - 1)) ", " \
	    quoted(substr(s, i + 1)) ");")
}

function arguments(s, line,   n)
{
	while ((n = index(s, "_\"")) > 0) {
		s = substr(s, n + 2)
		say(line, "_(" quoted(substr(s, 1, index(s, "\"") - 1)) ");")
		s = substr(s, index(s, "\"") + 1)
	}
}
