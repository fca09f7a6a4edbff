/* SPDX-License-Identifier: ISC */
/*
 * bulk.c - a pool's process takes a body of 8 MB and gives an answer of 200 MB,
 * and its memory stays as it is.  The test is nginx: it speaks FastCGI to the
 * process, over its socket.
 */
#include <fastcgi.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/buf.h"
#include "common/http/route.h"
#include "tests/tap_cunit.h"

#define MB       ((size_t)1024 * 1024)
#define BODY     (8 * MB)
#define ANSWER   (200 * MB)
#define FLAT_KB  (2 * 1024) /* what malloc and libraries may take */
#define BOUNDARY "-----bulk"

static char  dir[] = "/tmp/bulk.XXXXXX";
static char  path[64];
static pid_t server;

/* ---- the service --------------------------------------------------------- */

struct sizes {
	int64_t files, bytes;
};
SPEC_STATIC(sizes, FIELD(files), FIELD(bytes));

HANDLER(bulk_add, none, sizes)
{
	for (size_t i = 0; i < rq->uploads.n; i++) {
		out->files++;
		out->bytes += rq->uploads.items[i].size;
	}
	return ERR_OK;
}

/* Ends early when the path says so. */
static enum err
bulk_write(struct req *rq, struct stream *s, void *ctx)
{
	static char piece[64 * 1024];
	bool        cut = strstr(rq->path, "cut") != NULL;
	enum err    e = ERR_OK;

	(void)ctx;
	memset(piece, 'x', sizeof(piece));
	for (size_t n = 0; n < ANSWER && e == ERR_OK; n += sizeof(piece))
		e = cut && n > MB ? ERR_UNAVAILABLE :
				    stream_write(s, piece, sizeof(piece));
	return e;
}

HANDLER(bulk_show, none, none)
{
	req_stream(rq, "text/plain", bulk_write, NULL);
	return ERR_OK;
}

static const struct route routes[] = {
	{ POST, "/bulk", &bulk_add, .who = ANYONE, .body_max = 9 * MB,
	    .body_file = true },
	{ GET, "/bulk", &bulk_show, .who = ANYONE, .shape = AS_STREAM },
	{ GET, "/bulk/cut", &bulk_show, .who = ANYONE, .shape = AS_STREAM },
	{ 0 },
};
static const struct route *const tables[] = { routes, NULL };

static void
serve(void)
{
	static struct service service = { .name = "bulk", .tables = tables };
	char                 *argv[] = { "farm-bulk", "--one", path, NULL };

	exit(service_main(&service, 3, argv));
}

/* ---- nginx --------------------------------------------------------------- */

static int
dial(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int                fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	for (int i = 0; i < 5000; i++) {
		if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
			return fd;
		usleep(1000);
	}
	abort();
}

static void
record(int fd, int type, const char *data, size_t n)
{
	unsigned char head[8] = { FCGI_VERSION_1, (unsigned char)type, 0, 1,
		(unsigned char)(n >> 8), (unsigned char)n };

	CHECK_INT(write(fd, head, sizeof(head)), sizeof(head));
	for (size_t i = 0; i < n;) {
		ssize_t done = write(fd, data + i, n - i);

		if (done <= 0)
			return;
		i += (size_t)done;
	}
}

static void
param(struct buf *b, const char *name, const char *value)
{
	buf_char(b, (char)strlen(name));
	buf_char(b, (char)strlen(value));
	buf_str(b, name);
	buf_str(b, value);
}

static void
params_send(int fd, const char *method, const char *of, const char *type,
    size_t length)
{
	static const char begin[8] = { 0, FCGI_RESPONDER };
	struct buf        b = { 0 };

	record(fd, FCGI_BEGIN_REQUEST, begin, sizeof(begin));
	param(&b, "REQUEST_METHOD", method);
	param(&b, "PATH", of);
	param(&b, "CONTENT_TYPE", type);
	param(&b, "CONTENT_LENGTH", arena_printf(ta, "%zu", length));
	record(fd, FCGI_PARAMS, b.data, b.len);
	record(fd, FCGI_PARAMS, "", 0);
	buf_free(&b);
}

static bool
read_all(int fd, char *to, size_t n)
{
	for (size_t i = 0; i < n;) {
		ssize_t got = read(fd, to + i, n - i);

		if (got <= 0)
			return false;
		i += (size_t)got;
	}
	return true;
}

/* The bytes of the answer, its first ones in "head"; was it whole? */
static bool
answer_read(int fd, char *head, size_t size, size_t *bytes)
{
	static char   data[65536 + 256];
	unsigned char record[8];
	size_t        n;

	*bytes = 0;
	while (read_all(fd, (char *)record, sizeof(record))) {
		n = (size_t)record[4] << 8 | record[5];
		if (!read_all(fd, data, n + record[6]))
			break;
		if (record[1] == FCGI_END_REQUEST)
			return true;
		if (record[1] != FCGI_STDOUT)
			continue;
		if (*bytes < size - 1) {
			size_t some = n < size - 1 - *bytes ? n :
							      size - 1 - *bytes;

			memcpy(head + *bytes, data, some);
			head[*bytes + some] = '\0';
		}
		*bytes += n;
	}
	return false;
}

static void
body_send(int fd, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i += 32768)
		record(fd, FCGI_STDIN, s + i, n - i < 32768 ? n - i : 32768);
}

/* ---- what it costs ------------------------------------------------------- */

/* The most that the process has had in memory, in KB. */
static long
peak_kb(void)
{
	char  line[200];
	long  kb = 0;
	FILE *f = fopen(arena_printf(ta, "/proc/%d/status", (int)server), "r");

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		sscanf(line, "VmHWM: %ld", &kb);
	if (f != NULL)
		fclose(f);
	return kb;
}

static void
upload(const char *type, const char *before, const char *after, size_t size)
{
	static char piece[32768];
	size_t      bytes, extra = strlen(before) + strlen(after);
	char        head[1000];
	int         fd = dial();

	memset(piece, 'y', sizeof(piece));
	params_send(fd, "POST", "/api/bulk", type, size + extra);
	body_send(fd, before, strlen(before));
	for (size_t n = 0; n < size; n += sizeof(piece))
		body_send(fd, piece, sizeof(piece));
	body_send(fd, after, strlen(after));
	record(fd, FCGI_STDIN, "", 0);
	CHECK(answer_read(fd, head, sizeof(head), &bytes));
	CHECK_HAS(head, arena_printf(ta, "{\"files\":1,\"bytes\":%zu}", size));
	close(fd);
}

static void
a_large_body_costs_no_memory(void)
{
	static const char before[] = "--" BOUNDARY
				     "\r\nContent-Disposition: form-data; "
				     "name=\"f\"; filename=\"f\"\r\n\r\n";
	static const char after[] = "\r\n--" BOUNDARY "--\r\n";
	static const char form[] = "multipart/form-data; boundary=" BOUNDARY;
	long              kb;

	upload("image/png", "", "", 32768);
	upload(form, before, after, 32768);
	kb = peak_kb();
	upload("image/png", "", "", BODY);
	upload(form, before, after, BODY);
	CHECK(kb > 0 && peak_kb() - kb < FLAT_KB);
}

static size_t
download(const char *of, bool whole)
{
	size_t bytes;
	char   head[1000];
	int    fd = dial();

	params_send(fd, "GET", of, "", 0);
	record(fd, FCGI_STDIN, "", 0);
	CHECK(answer_read(fd, head, sizeof(head), &bytes) == whole);
	CHECK_HAS(head, "Status: 200 OK\r\nContent-Type: text/plain\r\n");
	CHECK_LACKS(head, "Content-Length");
	close(fd);
	return bytes;
}

static void
a_large_answer_costs_no_memory(void)
{
	long kb;

	CHECK(download("/api/bulk/cut", false) > MB);
	kb = peak_kb();
	CHECK(download("/api/bulk", true) > ANSWER);
	CHECK(kb > 0 && peak_kb() - kb < FLAT_KB);
}

/* nginx must not take it for a whole one. */
static void
an_answer_that_fails_has_no_end(void)
{
	CHECK(download("/api/bulk/cut", false) < ANSWER);
	/* And the process goes on. */
	CHECK(download("/api/bulk/cut", false) < ANSWER);
}

/* ---- */

static void
prepare(void)
{
	char  file[100];
	FILE *f;

	if (mkdtemp(dir) == NULL)
		abort();
	snprintf(path, sizeof(path), "%s/socket", dir);
	snprintf(file, sizeof(file), "%s/error.html", dir);
	if ((f = fopen(file, "w")) == NULL)
		abort();
	fputs("{{status}}", f);
	fclose(f);
	setenv("REDIS_URL", "unix:/nonexistent", 1);
	setenv("JWT_ACCESS_SECRET", "0123456789abcdef0123456789abcdef", 1);
	setenv("INTERNAL_KEY", "0123456789abcdef0123456789abcdef", 1);
	setenv("PUBLIC_URL", "http://bulk.example", 1);
	setenv("CURRENCY", "USD", 1);
	setenv("LANGUAGES", "en", 1);
	setenv("TEMPLATE_DIR", dir, 1);
	setenv("METRICS_DIR", dir, 1);
	setenv("PRIVATE_DIR", dir, 1);
	setenv("INTERNAL_SOCKET", "/nonexistent", 1);
	setenv("RATE_LIMIT", "off", 1);
	setenv("LOG_LEVEL", "error", 1);
	setenv("FARM_MODE", "demo", 1);
	signal(SIGPIPE, SIG_IGN);
	if ((server = fork()) == 0)
		serve();
}

static const struct test tests[] = {
	TEST(a_large_body_costs_no_memory),
	TEST(a_large_answer_costs_no_memory),
	TEST(an_answer_that_fails_has_no_end),
	{ 0 },
};

int
main(void)
{
	int status, ended;

	prepare();
	status = tap_run("bulk", tests);
	kill(server, SIGTERM);
	waitpid(server, &ended, 0);
	if (fork() == 0)
		execlp("rm", "rm", "-rf", dir, NULL);
	wait(&ended);
	return status;
}
