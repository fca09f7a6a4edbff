# SPDX-License-Identifier: ISC
# make fuzz [T=name] [S=seconds]: every reader under a fuzzer (docs/testing.md).
# Each target also runs over its corpus in "make check", without a fuzzer.

fuzz_targets = \
	answer \
	cookie \
	cursor \
	escape \
	form \
	format \
	input \
	json \
	jwt \
	maildir \
	mime \
	mo \
	money \
	multipart \
	path \
	payload \
	queue \
	request \
	sandbox \
	settings \
	stripe_answer \
	stripe_refund \
	stripe_webhook \
	template \
	time \
	utf8 \
	uuid

fuzz_seconds = 10
fuzz_make = $(MAKE) -s -f $(top_srcdir)/tests/fuzz/fuzz.make \
	top='$(top_srcdir)' targets="$${T:-$(fuzz_targets)}" \
	sources='$(libcommon_a_SOURCES) $(libdb_a_SOURCES)' \
	cppflags='$(DEFS) $(AM_CPPFLAGS) $(CPPFLAGS)' \
	libs='$(farm_libs_fuzz)'
farm_libs_fuzz = $(FCGI_LIBS) $(PQ_LIBS) $(HIREDIS_LIBS) $(JSONC_LIBS) \
	$(JWT_LIBS) $(CRYPTO_LIBS) $(CURL_LIBS) $(CMARK_LIBS)

fuzz-build:
	@echo 'int LLVMFuzzerTestOneInput(const unsigned char *d,' \
	    'unsigned long n) { return d == 0 && n; }' | \
	    clang -fsanitize=fuzzer,address,undefined -x c -o conf-fuzz - \
	    || { echo 'make fuzz needs the Debian packages clang and' \
	    'libclang-rt-14-dev' >&2; exit 1; }
	@rm -f conf-fuzz
	+@$(fuzz_make)

fuzz: fuzz-build
	@$(top_srcdir)/tests/fuzz/run $(top_srcdir) $${S:-$(fuzz_seconds)} \
	    $${T:-$(fuzz_targets)}

# What was found new, as far as it reaches further, into the source tree.
fuzz-keep: fuzz-build
	@for t in $${T:-$(fuzz_targets)}; do \
		fuzz/bin/$$t -merge=1 $(top_srcdir)/tests/fuzz/corpus/$$t \
		    fuzz/corpus/$$t 2>&1 | tail -n 1; done

fuzz-deep:
	$(MAKE) fuzz S=60

deep_checks += fuzz-deep
.PHONY: fuzz fuzz-build fuzz-keep fuzz-deep

# ---- over the corpus alone, in "make check" ---------------------------------------

unit_tests += \
	tests/fuzz/answer.unit \
	tests/fuzz/cookie.unit \
	tests/fuzz/cursor.unit \
	tests/fuzz/escape.unit \
	tests/fuzz/form.unit \
	tests/fuzz/format.unit \
	tests/fuzz/input.unit \
	tests/fuzz/json.unit \
	tests/fuzz/jwt.unit \
	tests/fuzz/maildir.unit \
	tests/fuzz/mime.unit \
	tests/fuzz/mo.unit \
	tests/fuzz/multipart.unit \
	tests/fuzz/money.unit \
	tests/fuzz/path.unit \
	tests/fuzz/payload.unit \
	tests/fuzz/queue.unit \
	tests/fuzz/request.unit \
	tests/fuzz/sandbox.unit \
	tests/fuzz/settings.unit \
	tests/fuzz/stripe_answer.unit \
	tests/fuzz/stripe_refund.unit \
	tests/fuzz/stripe_webhook.unit \
	tests/fuzz/template.unit \
	tests/fuzz/time.unit \
	tests/fuzz/utf8.unit \
	tests/fuzz/uuid.unit

tests_fuzz_answer_unit_SOURCES = tests/fuzz/answer.c tests/fuzz/replay.c
tests_fuzz_answer_unit_LDADD = $(test_libs)
tests_fuzz_cookie_unit_SOURCES = tests/fuzz/cookie.c tests/fuzz/replay.c
tests_fuzz_cookie_unit_LDADD = $(test_libs)
tests_fuzz_cursor_unit_SOURCES = tests/fuzz/cursor.c tests/fuzz/replay.c
tests_fuzz_cursor_unit_LDADD = $(test_libs)
tests_fuzz_escape_unit_SOURCES = tests/fuzz/escape.c tests/fuzz/replay.c
tests_fuzz_escape_unit_LDADD = $(test_libs)
tests_fuzz_form_unit_SOURCES = tests/fuzz/form.c tests/fuzz/replay.c
tests_fuzz_form_unit_LDADD = $(test_libs)
tests_fuzz_format_unit_SOURCES = tests/fuzz/format.c tests/fuzz/replay.c
tests_fuzz_format_unit_LDADD = $(test_libs)
tests_fuzz_input_unit_SOURCES = tests/fuzz/input.c tests/fuzz/replay.c
tests_fuzz_input_unit_LDADD = $(test_libs)
tests_fuzz_json_unit_SOURCES = tests/fuzz/json.c tests/fuzz/replay.c
tests_fuzz_json_unit_LDADD = $(test_libs)
tests_fuzz_jwt_unit_SOURCES = tests/fuzz/jwt.c tests/fuzz/replay.c
tests_fuzz_jwt_unit_LDADD = $(test_libs)
tests_fuzz_maildir_unit_SOURCES = tests/fuzz/maildir.c tests/fuzz/replay.c
tests_fuzz_maildir_unit_LDADD = $(test_libs)
tests_fuzz_multipart_unit_SOURCES = tests/fuzz/multipart.c tests/fuzz/replay.c
tests_fuzz_multipart_unit_LDADD = $(test_libs)
tests_fuzz_mime_unit_SOURCES = tests/fuzz/mime.c tests/fuzz/replay.c
tests_fuzz_mime_unit_LDADD = $(test_libs)
tests_fuzz_mo_unit_SOURCES = tests/fuzz/mo.c tests/fuzz/replay.c
tests_fuzz_mo_unit_LDADD = $(test_libs)
tests_fuzz_money_unit_SOURCES = tests/fuzz/money.c tests/fuzz/replay.c
tests_fuzz_money_unit_LDADD = $(test_libs)
tests_fuzz_path_unit_SOURCES = tests/fuzz/path.c tests/fuzz/replay.c
tests_fuzz_path_unit_LDADD = $(test_libs)
tests_fuzz_payload_unit_SOURCES = tests/fuzz/payload.c tests/fuzz/replay.c
tests_fuzz_payload_unit_LDADD = $(test_libs)
tests_fuzz_queue_unit_SOURCES = tests/fuzz/queue.c tests/fuzz/replay.c
tests_fuzz_queue_unit_LDADD = $(test_libs)
tests_fuzz_request_unit_SOURCES = tests/fuzz/request.c tests/fuzz/replay.c
tests_fuzz_request_unit_LDADD = $(test_libs)
tests_fuzz_sandbox_unit_SOURCES = tests/fuzz/sandbox.c tests/fuzz/replay.c
tests_fuzz_sandbox_unit_LDADD = $(test_libs)
tests_fuzz_settings_unit_SOURCES = tests/fuzz/settings.c tests/fuzz/replay.c
tests_fuzz_settings_unit_LDADD = $(test_libs)
tests_fuzz_stripe_answer_unit_SOURCES = tests/fuzz/stripe_answer.c tests/fuzz/replay.c
tests_fuzz_stripe_answer_unit_LDADD = $(test_libs)
tests_fuzz_stripe_refund_unit_SOURCES = tests/fuzz/stripe_refund.c tests/fuzz/replay.c
tests_fuzz_stripe_refund_unit_LDADD = $(test_libs)
tests_fuzz_stripe_webhook_unit_SOURCES = tests/fuzz/stripe_webhook.c tests/fuzz/replay.c
tests_fuzz_stripe_webhook_unit_LDADD = $(test_libs)
tests_fuzz_template_unit_SOURCES = tests/fuzz/template.c tests/fuzz/replay.c
tests_fuzz_template_unit_LDADD = $(test_libs)
tests_fuzz_time_unit_SOURCES = tests/fuzz/time.c tests/fuzz/replay.c
tests_fuzz_time_unit_LDADD = $(test_libs)
tests_fuzz_utf8_unit_SOURCES = tests/fuzz/utf8.c tests/fuzz/replay.c
tests_fuzz_utf8_unit_LDADD = $(test_libs)
tests_fuzz_uuid_unit_SOURCES = tests/fuzz/uuid.c tests/fuzz/replay.c
tests_fuzz_uuid_unit_LDADD = $(test_libs)
