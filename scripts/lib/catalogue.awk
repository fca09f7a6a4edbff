# SPDX-License-Identifier: ISC
#
# catalogue.awk - from sentences as the sources have them to messages as the
# catalogues have them (common/sentence/sentence.h): the context before "::"
# becomes msgctxt, and {name=value|format} becomes {name}. Reads the output of
# xgettext --no-wrap. What has places is marked as python-brace-format, so that
# msgfmt -c compares them.

# The header is written by scripts/messages.
!in_body {
	in_body = $0 == ""
	next
}

/^#,/ {
	next
}

/^msgid "/ && $0 != "msgid \"\"" {
	places = $0 ~ /\{[^}]*\}/
	one = $0
	next_is_plural = 1
	next
}

next_is_plural {
	next_is_plural = 0
	many = /^msgid_plural/ ? $0 : ""
	if (places || many ~ /\{[^}]*\}/)
		print "#, python-brace-format"
	if (match(one, /^msgid "[A-Za-z0-9-]+::/)) {
		print "msgctxt " substr(one, 7, RLENGTH - 8) "\""
		one = "msgid \"" substr(one, RLENGTH + 1)
	}
	print names(one)
	if (many == "")
		print
	else {
		sub(/"[A-Za-z0-9-]+::/, "\"", many)
		print names(many)
	}
	next
}

{
	print
}

function names(s,   out, place)
{
	while (match(s, /\{[^}]*\}/)) {
		place = substr(s, RSTART + 1, RLENGTH - 2)
		out = out substr(s, 1, RSTART) name(place) "}"
		s = substr(s, RSTART + RLENGTH)
	}
	return out s
}

# "pages=totalPages|number" is called pages, "vendor.name" and "@name" name.
function name(place)
{
	sub(/\|.*/, "", place)
	if (place ~ /=/)
		sub(/=.*/, "", place)
	else
		sub(/.*[.@]/, "", place)
	return place
}
