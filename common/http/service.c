/* SPDX-License-Identifier: ISC */
/*
 * service.c - a pool's worker: one request at a time on descriptor 0.
 *
 * Signals are blocked but while waiting, so that none can cut a body short
 * (a libfcgi read does not go on after EINTR).  SIGTERM, SIGUSR1 (multiwatch)
 * and SIGUSR2 (a new release) end the worker after its request.
 */
#include <errno.h>
#include <fastcgi.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/log.h"
#include "common/base/metrics.h"
#include "common/http/match.h"
#include "common/http/response.h"
#include "common/model/config.h"

#define ARENA_MAX ((size_t)64 * 1024 * 1024)

/*
 * Reject requests that waited longer than this.  Services wait 3 s for each
 * other.  Requests of people are rejected earlier, so that the calls of
 * requests that have begun get through in time.
 */
#define QUEUE_SERVICE_MS 3000
#define QUEUE_MS         1500

static volatile sig_atomic_t stopping;

static void
stop(int sig)
{
	(void)sig;
	stopping = 1;
	FCGX_ShutdownPending();
}

static sigset_t
signals_block(void)
{
	struct sigaction sa = { .sa_handler = stop };
	sigset_t         block, before;

	sigemptyset(&sa.sa_mask);
	sigemptyset(&block);
	for (size_t i = 0; i < 4; i++) {
		int sig = (int[]){ SIGTERM, SIGINT, SIGUSR1, SIGUSR2 }[i];

		sigaction(sig, &sa, NULL);
		sigaddset(&block, sig);
	}
	sigprocmask(SIG_BLOCK, &block, &before);
	signal(SIGPIPE, SIG_IGN);
	return before;
}

/* ---- one request --------------------------------------------------------- */

/*
 * Read to the end of what nginx sends, so that its last write does not meet a
 * closed socket.
 */
static void
body_end(FCGX_Request *fr)
{
	char rest[4096];

	while (FCGX_GetStr(rest, sizeof(rest), fr->in) > 0)
		;
}

struct fcgi_source {
	struct body_source source;
	FCGX_Stream       *in;
};

static size_t
source_read(struct body_source *source, char *to, size_t n)
{
	struct fcgi_source *f = (struct fcgi_source *)(void *)source;
	int                 want = n > INT_MAX ? INT_MAX : (int)n;
	int                 got = FCGX_GetStr(to, want, f->in);

	return got > 0 && FCGX_GetError(f->in) == 0 ? (size_t)got : 0;
}

/* The length that nginx announces.  It has the whole body before it calls. */
static int64_t
body_length(FCGX_Request *fr)
{
	const char *text = FCGX_GetParam("CONTENT_LENGTH", fr->envp);
	char       *end;
	long long   n;

	if (text == NULL || *text == '\0')
		return 0;
	n = strtoll(text, &end, 10);
	return *end == '\0' && n >= 0 ? n : -1;
}

/*
 * Did the request wait too long for a process?  Then the caller has gone, or
 * had better ask again.  In an overload the work is done for those who still
 * wait.  "queued_at" is the $msec of nginx, "1795371694.123".
 */
static bool
is_late(const char *queued_at, bool from_service)
{
	char   *end;
	int64_t at, most = from_service ? QUEUE_SERVICE_MS : QUEUE_MS;

	if (queued_at == NULL || (at = strtoll(queued_at, &end, 10)) <= 0 ||
	    *end != '.')
		return false;
	at = at * 1000 + strtoll(end + 1, NULL, 10);
	return clock_machine().us / 1000 - at > most;
}

/* An unknown method is METHOD__COUNT, which no row has. */
static void
method_read(const char *text, struct req *rq)
{
	int m = text == NULL ? -1 :
			       word_index(method_words, text, strlen(text));

	rq->head = text != NULL && strcmp(text, "HEAD") == 0;
	rq->method = rq->head ? GET : m >= 0 ? (enum method)m : METHOD__COUNT;
}

static void
request_read(FCGX_Request *fr, struct req *rq)
{
	const char *path = FCGX_GetParam("PATH", fr->envp);
	const char *remote = FCGX_GetParam("REMOTE_ADDR", fr->envp);

	rq->env = fr->envp;
	rq->path = path != NULL ? path : "/";
	rq->remote = remote != NULL ? remote : "";
	rq->body = "";
	rq->language = language_find(FCGX_GetParam("LANGUAGE", fr->envp));
	rq->late = is_late(FCGX_GetParam("QUEUED_AT", fr->envp),
	    FCGX_GetParam("INTERNAL", fr->envp) != NULL);
	method_read(FCGX_GetParam("REQUEST_METHOD", fr->envp), rq);
	log_request(FCGX_GetParam("REQUEST_ID", fr->envp));
}

/* nginx writes this text into the status line, which needs one. */
static const char *
reason_of(int status)
{
	switch (status) {
	case 200: return "OK";
	case 201: return "Created";
	case 204: return "No Content";
	case 303: return "See Other";
	case 304: return "Not Modified";
	case 307: return "Temporary Redirect";
	case 400: return "Bad Request";
	case 401: return "Unauthorized";
	case 403: return "Forbidden";
	case 404: return "Not Found";
	case 405: return "Method Not Allowed";
	case 409: return "Conflict";
	case 413: return "Content Too Large";
	case 415: return "Unsupported Media Type";
	case 422: return "Unprocessable Content";
	case 429: return "Too Many Requests";
	case 503: return "Service Unavailable";
	default: return status < 400 ? "Success" : "Error";
	}
}

struct fcgi_stream {
	struct stream stream;
	FCGX_Stream  *out;
};

static enum err
fcgi_stream_write(struct stream *stream, const void *piece, size_t n)
{
	struct fcgi_stream *f = (struct fcgi_stream *)(void *)stream;

	return n <= INT_MAX && FCGX_PutStr(piece, (int)n, f->out) != -1 ?
	    ERR_OK :
	    ERR_UNAVAILABLE;
}

/*
 * When the answer ends early, cut the connection without FastCGI's end of
 * request.  nginx then closes its connection to the client, who sees that the
 * answer is incomplete.
 */
static void
response_stream(FCGX_Request *fr, struct req *rq, const struct response *rs)
{
	struct fcgi_stream f = { { fcgi_stream_write }, fr->out };
	enum err           e = rs->stream(rq, &f.stream, rq->stream_ctx);

	if (e == ERR_OK)
		return;
	log_write(LOG_WARN, "an answer was cut off", "path", rq->path, "why",
	    err_slug(e), NULL);
	FCGX_FFlush(fr->out);
	shutdown(fr->ipcFd, SHUT_RDWR);
}

static void
response_write(FCGX_Request *fr, struct req *rq, struct response *rs)
{
	static struct buf head;

	buf_reset(&head);
	buf_printf(&head, "Status: %d %s\r\n", rs->status,
	    reason_of(rs->status));
	if (rs->content_type != NULL)
		buf_printf(&head, "Content-Type: %s\r\n", rs->content_type);
	if (rs->content_type != NULL && rs->stream == NULL)
		buf_printf(&head, "Content-Length: %zu\r\n", rs->body.len);
	buf_add(&head, rs->headers.data, rs->headers.len);
	buf_str(&head, "\r\n");
	if (FCGX_PutStr(head.data, (int)head.len, fr->out) == -1)
		return; /* the caller has gone */
	if (rq->head || rs->content_type == NULL)
		return;
	if (rs->stream != NULL)
		response_stream(fr, rq, rs);
	else if (rs->body.len > 0)
		FCGX_PutStr(rs->body.data, (int)rs->body.len, fr->out);
}

static void
request_serve(const struct service *service, struct arena *a, struct db *db,
    FCGX_Request *fr)
{
	static struct response rs;
	struct req             rq = { .arena = a, .db = db };
	struct fcgi_source     source = { { body_length(fr), source_read },
		    fr->in };
	int64_t                from = clock_us();

	buf_reset(&rs.headers);
	buf_reset(&rs.body);
	rs.status = 500;
	rs.content_type = NULL;
	rs.stream = NULL;
	request_read(fr, &rq);
	rq.source = &source.source;
	if (db != NULL)
		service->store->attach(db, a);
	dispatch(service, &rq, &rs);
	body_end(fr);
	response_write(fr, &rq, &rs);
	if (db != NULL)
		service->store->detach(db);
	metrics_add((enum metric)(METRIC_REQUESTS_1XX + rs.status / 100 - 1),
	    1);
	metrics_add(METRIC_REQUEST_US, (uint64_t)(clock_us() - from));
}

int
service_serve(const struct service *service)
{
	sigset_t      unblocked = signals_block();
	struct arena *a = arena_new(ARENA_MAX);
	struct db    *db = service->store == NULL ?
	       NULL :
	       service->store->open(*service->database_url);
	FCGX_Request  fr;

	fcntl(FCGI_LISTENSOCK_FILENO, F_SETFL,
	    fcntl(FCGI_LISTENSOCK_FILENO, F_GETFL) | O_NONBLOCK);
	if (FCGX_Init() != 0 ||
	    FCGX_InitRequest(&fr, FCGI_LISTENSOCK_FILENO,
		FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		return EXIT_FAILURE;
	while (!stopping) {
		struct pollfd pfd = { FCGI_LISTENSOCK_FILENO, POLLIN, 0 };

		if (ppoll(&pfd, 1, NULL, &unblocked) <= 0 || stopping)
			continue;
		if (FCGX_Accept_r(&fr) < 0)
			continue; /* another worker was faster */
		request_serve(service, a, db, &fr);
		FCGX_Finish_r(&fr);
		log_request(NULL);
		arena_reset(a);
	}
	if (db != NULL)
		service->store->close(&db);
	arena_free(&a);
	return EXIT_SUCCESS;
}
