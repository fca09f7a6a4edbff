/* SPDX-License-Identifier: ISC */
/*
 * log.h - one JSON object a line on standard error.
 *
 * {"time":…,"level":…,"service":…,"pid":…,"requestId":…,"message":…} and the
 * given members.  The request id is set once a request by the dispatcher and
 * joins every line until it is cleared.  A line is one write(2).
 */
#ifndef FARM_BASE_LOG_H
#define FARM_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void        log_open(const char *service, enum log_level least);
void        log_request(const char *request_id); /* NULL: none */
const char *log_request_id(void);                /* "" when none */

/*
 * Write a last line, with the request, when the process dies of a fault or of
 * abort().  A handler that exists already (of a sanitizer) stays.
 */
void log_deaths(void);

/*
 * "message" is a constant sentence; what varies are members, as pairs of
 * name and text, ended by NULL:
 *	log_write(LOG_WARN, "query failed", "query", q->name, "why", s, NULL);
 * A value of NULL is left out.
 */
void log_write(enum log_level, const char *message, ...)
    __attribute__((sentinel));

#endif
