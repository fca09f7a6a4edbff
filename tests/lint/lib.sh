# SPDX-License-Identifier: ISC
# What the checks share.

# need PROGRAM PACKAGE: without it there is no check, and that is a failure.
need()
{
	command -v "$1" >/dev/null && return
	echo "$1 is missing: apt-get install $2" >&2
	exit 2
}

# The files of the project, relative to the present directory: what git
# knows or could be told about; in an unpacked archive all but what building
# makes.
tree_files()
{
	if [ -e .git ]; then
		git ls-files --cached --others --exclude-standard | sort -u |
			while read -r file; do
				[ ! -f "$file" ] || echo "$file"
			done
	else
		find . \( -name build -o -name var -o -name node_modules -o \
		    -name build-aux -o -name m4 -o -name autom4te.cache \) \
		    -prune -o -type f ! -name configure ! -name aclocal.m4 \
		    ! -name Makefile.in ! -name Makefile ! -name 'config.*' \
		    ! -name '*.o' ! -name '*.a' -print | sed 's|^\./||' | sort
	fi
}

# Files that a POSIX shell runs, by name or by first line.
tree_scripts()
{
	tree_files | grep '\.sh$'
	tree_files | xargs grep -Il '' | xargs awk '
	FNR == 1 && /^#!.*\/sh$/ && FILENAME !~ /\.sh$/ { print FILENAME }'
}
