/* SPDX-License-Identifier: ISC */
/*
 * log.c - one object a line, and a last line of who dies.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/log.h"
#include "tests/tap_cunit.h"

/* What "fn" writes to standard error, in a process of its own. */
static const char *
said(void (*fn)(void), int *status)
{
	static char text[2000];
	int         pipes[2];
	ssize_t     n;
	pid_t       pid;

	CHECK(pipe(pipes) == 0);
	if ((pid = fork()) == 0) {
		struct rlimit no_core = { 0, 0 };

		setrlimit(RLIMIT_CORE, &no_core);
		dup2(pipes[1], STDERR_FILENO);
		log_open("tea", LOG_INFO);
		log_request("0123456789abcdef0123456789abcdef");
		fn();
		_exit(0);
	}
	close(pipes[1]);
	n = read(pipes[0], text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = '\0';
	close(pipes[0]);
	waitpid(pid, status, 0);
	return text;
}

static void
write_two(void)
{
	log_write(LOG_DEBUG, "quiet", NULL);
	log_write(LOG_WARN, "loud", "why", "a \"quote\"\n", "none",
	    (const char *)NULL, NULL);
}

static void
a_line_is_an_object(void)
{
	int         status;
	const char *line = said(write_two, &status);

	CHECK_HAS(line, "{\"time\":\"20");
	CHECK_HAS(line, "\"level\":\"warn\",\"service\":\"tea\",\"pid\":");
	CHECK_HAS(line, "\"requestId\":\"0123456789abcdef0123456789abcdef\",");
	CHECK_HAS(line,
	    "\"message\":\"loud\",\"why\":\"a \\\"quote\\\"\\n\"}\n");
	CHECK_LACKS(line, "quiet");
	CHECK_LACKS(line, "none");
}

static void
end_badly(void)
{
	log_deaths();
	abort();
}

static void
who_dies_says_so(void)
{
	int         status;
	const char *line = said(end_badly, &status);

	CHECK_HAS(line, "{\"time\":\"20");
	CHECK_HAS(line, "\"level\":\"error\",\"service\":\"tea\",\"pid\":");
	CHECK_HAS(line, "\"requestId\":\"0123456789abcdef0123456789abcdef\",");
	CHECK_HAS(line, "\"message\":\"died of signal 6\"}\n");
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static const struct test tests[] = {
	TEST(a_line_is_an_object),
	TEST(who_dies_says_so),
	{ 0 },
};

int
main(void)
{
	return tap_run("log", tests);
}
