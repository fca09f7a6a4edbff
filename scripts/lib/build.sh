# SPDX-License-Identifier: ISC
# From the tree to a release: configure, make, and install into a directory of its
# own. Programs run from release/current, a symbolic link.

# build_places: sets SOURCE and BUILD. autoreconf and configure write into the
# tree, so a tree that is read-only is copied first.
build_places()
{
	if [ -w "$TREE" ]; then
		SOURCE=$TREE
		BUILD=${FARM_BUILD:-$TREE/build}
	else
		SOURCE=$FARM/build/tree
		BUILD=$FARM/build/out
		mkdir -p "$SOURCE"
		tar -C "$TREE" --exclude=./var --exclude=./build \
		    --exclude=./.git -cf - . | tar -C "$SOURCE" -xf -
	fi
}

# build_flags: what the objects in $BUILD have to be made with. CUnit is needed for
# tests only, so it may be installed later.
build_flags()
{
	pkg-config --exists cunit && echo cunit
	echo "source $SOURCE"
	echo "CFLAGS=${CFLAGS-}"
	echo "CONFIGURE_FLAGS=${CONFIGURE_FLAGS-}"
}

# build_found: what the objects in $BUILD were made with. A build that was
# configured by hand counts as one without flags.
build_found()
{
	if [ -e "$BUILD/.flags" ]; then
		cat "$BUILD/.flags"
		return
	fi
	sed -n -e 's/^CUNIT_LIBS = ..*/cunit/p' \
	    -e 's/^abs_top_srcdir = /source /p' "$BUILD/Makefile" | sort -u
	echo CFLAGS=
	echo CONFIGURE_FLAGS=
}

build_configure()
{
	[ -x "$SOURCE/configure" ] || (cd "$SOURCE" && autoreconf -fi)
	if [ -e "$BUILD/Makefile" ] &&
	    [ "$(build_flags)" = "$(build_found)" ]; then
		return 0
	fi
	# The flags differ, or the tree was copied with its build directory.
	rm -rf "$BUILD"
	mkdir -p "$BUILD"
	# shellcheck disable=SC2086 # flags are several words
	(cd "$BUILD" && "$SOURCE/configure" --quiet ${CONFIGURE_FLAGS-} \
	    ${CFLAGS+"CFLAGS=$CFLAGS"})
	build_flags >"$BUILD/.flags"
}

build_make()
{
	if [ ! -e "$TREE/configure.ac" ]; then
		release_copy
		return 0
	fi
	FAIL_HINT='The sources did not compile. The first error above says where.'
	build_places
	# Several farms may use one tree. Only one of them builds at a time.
	exec 8<"$SOURCE/configure.ac"
	flock 8
	build_configure
	make -s -C "$BUILD" -j"$(nproc)" all
	release_install
	exec 8<&-
	FAIL_HINT=
}

release_install()
{
	rm -rf "$RELEASES/.new"
	make -s -C "$BUILD" install "prefix=$RELEASES/.new" DESTDIR=
	release_take
}

# release_copy: for an installed command, which has no sources. The installed
# files are the release.
release_copy()
{
	prefix=${TREE%/share/farmstand}
	new=$RELEASES/.new
	rm -rf "$new"
	mkdir -p "$new/bin" "$new/libexec" "$new/share"
	cp -RP "$prefix/bin/farmstand" "$new/bin/"
	cp -R "$prefix/libexec/farmstand" "$new/libexec/"
	cp -R "$prefix/share/farmstand" "$new/share/"
	release_take
}

# release_take: makes release/.new a release and sets RELEASE to it. When it does
# not differ from the current one, sets RELEASE to that.
release_take()
{
	new=$RELEASES/.new
	if [ -d "$CURRENT/" ] && diff -rq "$new/" "$CURRENT/" >/dev/null; then
		rm -rf "$new"
		RELEASE=$(readlink -f "$CURRENT")
		return 0
	fi
	RELEASE=$RELEASES/$(($(release_numbers | tail -n 1) + 1))
	rm -rf "$RELEASE"
	mv "$new" "$RELEASE"
}

release_numbers()
{
	echo 0
	find "$RELEASES" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*' \
	    -printf '%f\n' | sort -n
}

# release_flip: makes $RELEASE the current one, by one rename.
release_flip()
{
	ln -sfn "${RELEASE##*/}" "$RELEASES/.link"
	mv -T "$RELEASES/.link" "$CURRENT"
}

# release_prune: removes all but the last two releases.
release_prune()
{
	release_numbers | sed 1d | head -n -2 | while read -r number; do
		[ "$number" = "$(readlink "$CURRENT")" ] ||
			rm -rf "${RELEASES:?}/$number"
	done
}
