/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/base/clock.h"

#define US_PER_S   INT64_C(1000000)
#define YEAR_0     (INT64_C(-62167219200) * US_PER_S)
#define YEAR_10000 (INT64_C(253402300800) * US_PER_S)

static const int64_t not_moved;
/* How far the clock is moved; a mapped file, once clock_open() found one. */
static const volatile int64_t *moved = &not_moved;

struct timestamp
clock_machine(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (struct timestamp){ ts.tv_sec * US_PER_S + ts.tv_nsec / 1000 };
}

struct timestamp
clock_now(void)
{
	struct timestamp t = clock_machine();

	t.us += *moved;
	return t;
}

bool
clock_open(const char *path)
{
	int         fd = open(path, O_RDONLY | O_CLOEXEC);
	void       *map = MAP_FAILED;
	struct stat st;

	if (fd == -1)
		return false;
	if (fstat(fd, &st) == 0 && st.st_size >= (off_t)sizeof(*moved))
		map = mmap(NULL, sizeof(*moved), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return false;
	moved = map;
	return true;
}

int64_t
clock_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * US_PER_S + ts.tv_nsec / 1000;
}

int64_t
clock_ms(void)
{
	return clock_us() / 1000;
}

/* Seconds, rounded down also before 1970. */
static int64_t
seconds_of(struct timestamp t)
{
	return t.us >= 0 ? t.us / US_PER_S : (t.us + 1) / US_PER_S - 1;
}

static struct tm
split(struct timestamp t)
{
	time_t    s = (time_t)seconds_of(t);
	struct tm tm;

	gmtime_r(&s, &tm);
	return tm;
}

/* The date that is so many days after 1970-01-01. */
static void
date_of(int64_t days, int *year, int *month, int *day)
{
	int64_t d = days + 719468; /* from 0000-03-01 */
	int64_t era = (d >= 0 ? d : d - 146096) / 146097;
	int64_t of_era = d - era * 146097;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 -
			of_era / 146096) /
	    365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153; /* from March */

	*day = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(y + era * 400 + (*month <= 2));
}

/* "n" digits and what follows them. */
static char *
digits(char *s, int n, int value, char after)
{
	for (int i = n; i-- > 0; value /= 10)
		s[i] = (char)('0' + value % 10);
	s[n] = after;
	return s + n + 1;
}

/* Written by hand: a list of products holds dozens of them. */
size_t
timestamp_format(struct timestamp t, char out[static TIMESTAMP_SIZE])
{
	int64_t s = seconds_of(t), days = (s >= 0 ? s : s - 86399) / 86400;
	int     of_day = (int)(s - days * 86400), year, month, day;
	char   *p = out;

	date_of(days, &year, &month, &day);
	*out = '\0';
	if (year < 0 || year > 9999)
		return 0;
	p = digits(p, 4, year, '-');
	p = digits(p, 2, month, '-');
	p = digits(p, 2, day, 'T');
	p = digits(p, 2, of_day / 3600, ':');
	p = digits(p, 2, of_day / 60 % 60, ':');
	p = digits(p, 2, of_day % 60, '.');
	p = digits(p, 3, (int)((t.us - s * US_PER_S) / 1000), 'Z');
	*p = '\0';
	return (size_t)(p - out);
}

/* Not strftime(3): the names of days and months must not follow a locale. */
size_t
timestamp_http(struct timestamp t, char out[static TIMESTAMP_SIZE])
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct tm         tm = split(t);
	int               n;

	n = snprintf(out, TIMESTAMP_SIZE,
	    "%.3s, %02d %.3s %04d %02d:%02d:%02d"
	    " GMT",
	    days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
	return n < 0 || n >= TIMESTAMP_SIZE ? 0 : (size_t)n;
}

size_t
timestamp_strftime(struct timestamp t, const char *fmt,
    char out[static TIMESTAMP_SIZE])
{
	struct tm tm = split(t);

	return strftime(out, TIMESTAMP_SIZE, fmt, &tm);
}

/* Exactly "n" digits. */
static bool
number(const char **s, const char *end, int n, int *out)
{
	int v = 0;

	if (end - *s < n)
		return false;
	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		v = v * 10 + (**s - '0');
	}
	*out = v;
	return true;
}

static bool
literal(const char **s, const char *end, const char *any)
{
	if (*s >= end || **s == '\0' || strchr(any, **s) == NULL)
		return false;
	(*s)++;
	return true;
}

/* ".123456", at least one digit; more than six are cut off. */
static bool
fraction(const char **s, const char *end, int64_t *us)
{
	int64_t unit = US_PER_S / 10;
	bool    any = false;

	*us = 0;
	if (!literal(s, end, "."))
		return true;
	for (; *s < end && **s >= '0' && **s <= '9'; (*s)++, unit /= 10) {
		*us += (**s - '0') * unit;
		any = true;
	}
	return any;
}

/* "Z", "+00", "+05:30", "-0330". */
static bool
offset(const char **s, const char *end, int64_t *seconds)
{
	int  h, m = 0;
	bool negative;

	*seconds = 0;
	if (literal(s, end, "Zz"))
		return true;
	negative = *s < end && **s == '-';
	if (!literal(s, end, "+-") || !number(s, end, 2, &h))
		return false;
	literal(s, end, ":");
	if (*s < end && !number(s, end, 2, &m))
		return false;
	*seconds = (h * 60 + m) * 60;
	if (negative)
		*seconds = -*seconds;
	return h < 24 && m < 60;
}

/* Days since 1970 of a date of the Gregorian calendar. */
static int64_t
days_of(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day -
	    1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

static int
days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool
timestamp_parse(const char *s, size_t len, struct timestamp *out)
{
	const char *end = s + len;
	int         y, mo, d, h, mi, sec;
	int64_t     us, shift;

	if (!number(&s, end, 4, &y) || !literal(&s, end, "-") ||
	    !number(&s, end, 2, &mo) || !literal(&s, end, "-") ||
	    !number(&s, end, 2, &d) || !literal(&s, end, "Tt ") ||
	    !number(&s, end, 2, &h) || !literal(&s, end, ":") ||
	    !number(&s, end, 2, &mi) || !literal(&s, end, ":") ||
	    !number(&s, end, 2, &sec) || !fraction(&s, end, &us) ||
	    !offset(&s, end, &shift) || s != end)
		return false;
	if (mo < 1 || mo > 12 || d < 1 || d > days_in(y, mo) || h > 23 ||
	    mi > 59 || sec > 60)
		return false;
	us += (((days_of(y, mo, d) * 24 + h) * 60 + mi) * 60 + sec - shift) *
	    US_PER_S;
	if (us < YEAR_0 || us >= YEAR_10000)
		return false; /* the offset leads out of the years 0 to 9999 */
	out->us = us;
	return true;
}
