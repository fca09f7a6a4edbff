/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/base/buf.h"
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/text.h"

static struct {
	const char    *service;
	enum log_level least;
	char           request_id[64];
	struct buf     line;
} logger = { .service = "farm", .least = LOG_INFO };

void
log_open(const char *service, enum log_level least)
{
	logger.service = service;
	logger.least = least;
}

void
log_request(const char *id)
{
	snprintf(logger.request_id, sizeof(logger.request_id), "%s",
	    id != NULL ? id : "");
}

const char *
log_request_id(void)
{
	return logger.request_id;
}

static void
member(struct buf *b, const char *name, const char *value)
{
	if (value == NULL)
		return;
	if (b->len > 1)
		buf_char(b, ',');
	json_text(b, name, strlen(name));
	buf_char(b, ':');
	json_text(b, value, strlen(value));
}

void
log_write(enum log_level level, const char *message, ...)
{
	static const char *const levels[] = { "debug", "info", "warn",
		"error" };
	struct buf              *b = &logger.line;
	char                     now[TIMESTAMP_SIZE];
	const char              *name;
	va_list                  ap;

	if (level < logger.least)
		return;
	timestamp_format(clock_now(), now);
	buf_reset(b);
	buf_char(b, '{');
	member(b, "time", now);
	member(b, "level", levels[level]);
	member(b, "service", logger.service);
	buf_printf(b, ",\"pid\":%d", (int)getpid());
	if (logger.request_id[0] != '\0')
		member(b, "requestId", logger.request_id);
	member(b, "message", message);
	va_start(ap, message);
	while ((name = va_arg(ap, const char *)) != NULL)
		member(b, name, va_arg(ap, const char *));
	va_end(ap);
	buf_str(b, "}\n");
	if (write(STDERR_FILENO, b->data, b->len) == -1)
		return; /* nowhere left to say so */
}

/* ---- the last line ------------------------------------------------------- */

/* Do not allocate here: the heap may be what broke. */
static void
died(int sig)
{
	char line[400], now[TIMESTAMP_SIZE];
	int  n;

	timestamp_format(clock_now(), now);
	n = snprintf(line, sizeof(line),
	    "{\"time\":\"%s\",\"level\":\"error\",\"service\":\"%s\",\"pid\":%"
	    "d,"
	    "\"requestId\":\"%s\",\"message\":\"died of signal %d\"}\n",
	    now, logger.service, (int)getpid(), logger.request_id, sig);
	if (write(STDERR_FILENO, line, (size_t)n) == -1) {
		/* There is nothing left to do about an error. */
	}
	raise(sig);
}

void
log_deaths(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL,
		SIGABRT };
	struct sigaction was,
	    sa = { .sa_handler = died,
		    .sa_flags = (int)(SA_RESETHAND | SA_NODEFER) };

	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (sigaction(signals[i], NULL, &was) == 0 &&
		    was.sa_handler == SIG_DFL)
			sigaction(signals[i], &sa, NULL);
}
