/* SPDX-License-Identifier: ISC */
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
