/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "tests/tap_cunit.h"

#define S INT64_C(1000000)

static int64_t
time_read(const char *s)
{
	struct timestamp t = { -1 };

	CHECK(timestamp_parse(s, strlen(s), &t));
	return t.us;
}

static const char *
written(int64_t us)
{
	char   text[TIMESTAMP_SIZE];
	size_t n = timestamp_format((struct timestamp){ us }, text);

	CHECK_INT(n, strlen(text));
	return arena_strdup(ta, text);
}

static void
rfc_3339_is_read(void)
{
	CHECK_INT(time_read("1970-01-01T00:00:00Z"), 0);
	CHECK_INT(time_read("2026-11-22T14:23:00.123Z"),
	    1795357380 * S + 123000);
	CHECK_INT(time_read("2026-11-22t14:23:00z"), 1795357380 * S);
	CHECK_INT(time_read("2026-11-22T16:23:00+02:00"), 1795357380 * S);
	CHECK_INT(time_read("2026-11-22T08:53:00-05:30"), 1795357380 * S);
	CHECK_INT(time_read("1969-12-31T23:59:59.999Z"), -1000);
	CHECK_INT(time_read("2024-02-29T00:00:00Z"), 1709164800 * S);
}

static void
postgresql_times_are_read(void)
{
	CHECK_INT(time_read("2026-11-22 14:23:00.1234+00"),
	    1795357380 * S + 123400);
	CHECK_INT(time_read("2026-11-22 14:23:00.123456+00"),
	    1795357380 * S + 123456);
	CHECK_INT(time_read("2026-11-22 14:23:00.1234567+00"),
	    1795357380 * S + 123456);
	CHECK_INT(time_read("2026-11-22 19:53:00+05:30"), 1795357380 * S);
	CHECK_INT(time_read("2026-11-22 19:53:00+0530"), 1795357380 * S);
}

static void
what_is_no_time_is_refused(void)
{
	static const char *const bad[] = { "", "2026-11-22", "14:23:00",
		"2026-11-22T14:23:00", "2026-11-22T14:23Z",
		"2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
		"2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z",
		"2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
		"2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z",
		"2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+00:60",
		"2026-01-01T00:00:00Zx", "26-01-01T00:00:00Z",
		"2026-1-1T00:00:00Z", "infinity", "9999-12-31T23:59:59-00:01",
		"0000-01-01T00:00:00+00:01", NULL };
	struct timestamp         t;

	for (int i = 0; bad[i] != NULL; i++) {
		if (timestamp_parse(bad[i], strlen(bad[i]), &t))
			printf("# %s was read\n", bad[i]);
		CHECK(!timestamp_parse(bad[i], strlen(bad[i]), &t));
	}
}

static void
days_that_do_not_exist_are_refused(void)
{
	struct timestamp t;

	CHECK(!timestamp_parse("2026-02-30T00:00:00Z", 20, &t));
	CHECK(!timestamp_parse("2026-04-31T00:00:00Z", 20, &t));
	CHECK(!timestamp_parse("2025-02-29T00:00:00Z", 20, &t));
	CHECK(timestamp_parse("2024-02-29T00:00:00Z", 20, &t));
	CHECK(!timestamp_parse("2100-02-29T00:00:00Z", 20, &t));
	CHECK(timestamp_parse("2000-02-29T00:00:00Z", 20, &t));
}

static void
times_are_written_in_utc_with_milliseconds(void)
{
	CHECK_TEXT(written(0), "1970-01-01T00:00:00.000Z");
	CHECK_TEXT(written(1795357380 * S + 123999),
	    "2026-11-22T14:23:00.123Z");
	CHECK_TEXT(written(-1), "1969-12-31T23:59:59.999Z");
}

static void
every_day_reads_back_as_written(void)
{
	for (int64_t day = -20000; day < 40000; day += 13)
		CHECK_INT(time_read(written(day * 86400 * S + 987000)),
		    day * 86400 * S + 987000);
}

/* From the year 0 to the year 9999, each at another time of the day. */
static void
dates_are_those_of_the_c_library(void)
{
	for (int64_t day = -719528; day < 2932897; day += 97) {
		time_t    s = (time_t)(day * 86400 + (day & 0xffff));
		struct tm tm;
		char      want[TIMESTAMP_SIZE * 2];

		gmtime_r(&s, &tm);
		snprintf(want, sizeof(want),
		    "%04d-%02d-%02dT%02d:%02d:%02d.000Z", tm.tm_year + 1900,
		    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
		    tm.tm_sec);
		CHECK_TEXT(written(s * S), want);
	}
	CHECK_TEXT(written(INT64_C(253402300800) * S), "");
}

static void
http_dates_do_not_follow_a_locale(void)
{
	char text[TIMESTAMP_SIZE];

	timestamp_http((struct timestamp){ 1795357380 * S }, text);
	CHECK_TEXT(text, "Sun, 22 Nov 2026 14:23:00 GMT");
	timestamp_http((struct timestamp){ 784111777 * S }, text);
	CHECK_TEXT(text, "Sun, 06 Nov 1994 08:49:37 GMT");
}

static void
now_is_now(void)
{
	int64_t ms = clock_ms();

	CHECK(llabs(clock_now().us / S - (int64_t)time(NULL)) <= 1);
	CHECK(clock_ms() >= ms);
	CHECK(!timestamp_given(TIMESTAMP_NONE));
	CHECK(timestamp_given(clock_now()));
}

/* A file of "size" bytes of this number; its name. */
static const char *
file_with(int64_t us, size_t size)
{
	char *name = arena_strdup(ta, "/tmp/farmstand-clock.XXXXXX");
	int   fd = mkstemp(name);

	CHECK(fd >= 0 && write(fd, &us, size) == (ssize_t)size);
	close(fd);
	return name;
}

static void
set_file(const char *name, int64_t us)
{
	int fd = open(name, O_WRONLY);

	CHECK(fd >= 0 && write(fd, &us, sizeof(us)) == sizeof(us));
	close(fd);
}

static void
a_file_moves_the_clock(void)
{
	const int64_t day = 86400 * S;
	const char   *name = file_with(0, sizeof(day));

	CHECK(clock_open(name));
	CHECK(llabs(clock_now().us - clock_machine().us) < S);
	set_file(name, 8 * day);
	CHECK(llabs(clock_now().us - clock_machine().us - 8 * day) < S);
	CHECK(llabs(clock_machine().us / S - (int64_t)time(NULL)) <= 1);
	set_file(name, 0);
	unlink(name);
}

static void
a_file_that_is_missing_or_short_moves_nothing(void)
{
	const char *name = file_with(86400 * S, 7);

	CHECK(!clock_open(name));
	unlink(name);
	CHECK(!clock_open(name));
	CHECK(llabs(clock_now().us - clock_machine().us) < S);
}

static const struct test tests[] = {
	TEST(rfc_3339_is_read),
	TEST(postgresql_times_are_read),
	TEST(what_is_no_time_is_refused),
	TEST(days_that_do_not_exist_are_refused),
	TEST(times_are_written_in_utc_with_milliseconds),
	TEST(every_day_reads_back_as_written),
	TEST(dates_are_those_of_the_c_library),
	TEST(http_dates_do_not_follow_a_locale),
	TEST(now_is_now),
	TEST(a_file_that_is_missing_or_short_moves_nothing),
	TEST(a_file_moves_the_clock),
	{ 0 },
};

int
main(void)
{
	return tap_run("clock", tests);
}
