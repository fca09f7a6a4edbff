/* SPDX-License-Identifier: ISC */
/*
 * argon2.c - how many passwords this machine can check in a second.
 *
 * usage: argon2 ENCODED PASSWORD PROCESSES SECONDS
 * ENCODED is what the shop keeps of a password; its cost is in it.
 */
#include <argon2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Checks until "end"; the count goes to the pipe. */
static void
check(const char *encoded, const char *password, double end, int out)
{
	uint32_t n = 0;

	while (now() < end) {
		if (argon2id_verify(encoded, password, strlen(password)) !=
		    ARGON2_OK)
			_exit(EXIT_FAILURE);
		n++;
	}
	_exit(write(out, &n, sizeof(n)) == sizeof(n) ? EXIT_SUCCESS :
						       EXIT_FAILURE);
}

int
main(int argc, char **argv)
{
	int      ends[2], processes, status, failed = 0;
	double   from = now();
	uint32_t n, sum = 0;

	if (argc != 5 || pipe(ends) != 0)
		return 2;
	processes = (int)strtol(argv[3], NULL, 10);
	for (int i = 0; i < processes; i++)
		if (fork() == 0)
			check(argv[1], argv[2], from + strtod(argv[4], NULL),
			    ends[1]);
	for (int i = 0; i < processes; i++) {
		wait(&status);
		failed += status != 0;
	}
	close(ends[1]);
	while (read(ends[0], &n, sizeof(n)) == sizeof(n))
		sum += n;
	printf("requests %u\nrps %.2f\n", sum, (double)sum / (now() - from));
	return failed != 0;
}
