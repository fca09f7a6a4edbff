# SPDX-License-Identifier: ISC
# Settings that nobody reads because their name is misspelt.

# Names that are in no program's list and that "up" does not write.
SETTINGS_OPTIONAL='FARM_DIR FARM_BUILD FARM_ADMIN_PASSWORD CFLAGS
CONFIGURE_FLAGS PAYMENT_HOSTS PROGRAM_WRAPPER STRIPE_API_BASE RAZORPAY_API_BASE
PAYPAL_API_BASE'

# settings_known: every name that means something, of release $RELEASE.
settings_known()
{
	{
		settings_defaults 0
		settings_sandbox
	} | cut -d= -f1
	for name in $SETTINGS_OPTIONAL; do
		echo "$name"
	done
	for program in $PROGRAMS; do
		program_settings "$program"
	done
}

# settings_unknown: names in the file that mean nothing, a line each. Where a
# known name differs in at most two letters, it follows. Of the environment only
# names of two words with such a likeness: the others belong to other programs.
settings_unknown()
{
	{
		settings_known | sed 's/^/known /'
		sed -n 's/^\([A-Z][A-Z0-9_]*\)=.*/file \1/p' "$SETTINGS"
		env | sed -n 's/^\([A-Z][A-Z0-9]*_[A-Z0-9_]*\)=.*/env \1/p'
	} | awk '
	# How many letters to change, add or remove to make b of a.
	function distance(a, b,   i, j, d, cost, best) {
		for (i = 0; i <= length(a); i++)
			d[i, 0] = i
		for (j = 0; j <= length(b); j++)
			d[0, j] = j
		for (i = 1; i <= length(a); i++)
			for (j = 1; j <= length(b); j++) {
				cost = substr(a, i, 1) != substr(b, j, 1)
				best = d[i - 1, j - 1] + cost
				if (d[i - 1, j] + 1 < best)
					best = d[i - 1, j] + 1
				if (d[i, j - 1] + 1 < best)
					best = d[i, j - 1] + 1
				d[i, j] = best
			}
		return d[length(a), length(b)]
	}
	function near(name,   k, far) {
		for (k in known) {
			far = length(k) - length(name)
			if (far >= -2 && far <= 2 && distance(name, k) <= 2)
				return k
		}
		return ""
	}
	$1 == "known" { known[$2] = known[$2 "_FILE"] = 1; next }
	!($2 in known) && !seen[$2]++ {
		like = near($2)
		if (like != "" || $1 == "file")
			print $2, like
	}'
}

# settings_spelling: refuses a name that is nearly that of a setting.
settings_spelling()
{
	settings_unknown | while read -r name like; do
		[ -z "$like" ] ||
			die "$name is not a setting: did you mean $like?" \
			    "Correct it in $SETTINGS or in the environment."
	done
}
