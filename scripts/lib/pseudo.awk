# SPDX-License-Identifier: ISC
#
# pseudo.awk - a language for tests, from farmstand.pot: English with accents,
# in brackets and 40 % longer. What is not translated has no brackets; what does
# not fit breaks the page. With -v rtl=1 it is written from right to left.

BEGIN {
	plain = "aeiouyncdghklrstzAEIOUYNCDGHKLRSTZ"
	split("á é í ó ú ý ñ ç ď ğ ħ ķ ł ř š ţ ž " \
	    "Á É Í Ó Ú Ý Ñ Ç Ď Ğ Ħ Ķ Ł Ř Š Ţ Ž", accents, " ")
	print "msgid \"\"\nmsgstr \"Language: pseudo\\n\"" \
	    "\n\"Content-Type: text/plain; charset=UTF-8\\n\"" \
	    "\n\"Plural-Forms: nplurals=2; plural=n != 1;\\n\"\n"
}

/^msgctxt / {
	context = $0
}

/^msgid "./ {
	one = substr($0, 8, length($0) - 8)
	many = ""
}

/^msgid_plural / {
	many = substr($0, 15, length($0) - 15)
}

$0 == "" {
	message_end()
}

END {
	message_end()
}

function message_end()
{
	if (one != "") {
		if (context != "")
			print context
		print "msgid \"" one "\""
		if (many != "") {
			print "msgid_plural \"" many "\""
			print "msgstr[0] \"" pseudo(one) "\""
			print "msgstr[1] \"" pseudo(many) "\"\n"
		} else if (context == "msgctxt \"locale\"")
			print "msgstr \"" convention(one) "\"\n"
		else
			print "msgstr \"" pseudo(one) "\"\n"
	}
	one = context = ""
}

# Marks and patterns stay as they are in English.
function convention(s)
{
	if (s == "left to right")
		return rtl ? "right to left" : s
	return s ~ /^[A-Z]/ ? pseudo(s) : s
}

# Places, elements and escapes stay; letters get accents.
function pseudo(s,   out, i, c, n, at)
{
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\\") {
			out = out substr(s, i, 2)
			i++
		} else if ((c == "{" || c == "<") &&
		    match(substr(s, i), /^(\{[^}]*\}|<\/?[a-z0-9]+>)/)) {
			out = out substr(s, i, RLENGTH)
			i += RLENGTH - 1
		} else {
			at = index(plain, c)
			out = out (at > 0 ? accents[at] : c)
			n++
		}
	}
	return "[" out padding(n) "]"
}

# Words, as long sentences have them; a short word just grows.
function padding(n,   out)
{
	n = int(n * 0.4 + 0.5)
	if (n <= 5)
		return substr("ẋẋẋẋẋ", 1, n * length("ẋ"))
	for (; n > 0; n -= 6)
		out = out " " substr("ẋẋẋẋẋ", 1, (n > 5 ? 5 : n) * length("ẋ"))
	return out
}
