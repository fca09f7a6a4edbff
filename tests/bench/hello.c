/* SPDX-License-Identifier: ISC */
/*
 * hello.c - the least that a FastCGI program can do: 1 KB, always the same.
 * In a pool like those of the farm it shows what nginx, the socket and
 * libfcgi leave for a program.
 */
#include <fcgiapp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIZE 1024

int
main(void)
{
	FCGX_Request rq;
	char         body[SIZE + 1], answer[SIZE + 200];
	int          n;

	memset(body, 'x', SIZE);
	/* NOLINTNEXTLINE(bugprone-not-null-terminated-result): goes on */
	memcpy(body, "{\"hello\":\"", 10);
	memcpy(body + SIZE - 2, "\"}", 3);
	n = snprintf(answer, sizeof(answer),
	    "Status: 200 OK\r\nContent-Type: application/json\r\n"
	    "Content-Length: %d\r\n\r\n%s",
	    SIZE, body);
	if (FCGX_Init() != 0 || FCGX_InitRequest(&rq, 0, 0) != 0)
		return EXIT_FAILURE;
	while (FCGX_Accept_r(&rq) == 0) {
		FCGX_PutStr(answer, n, rq.out);
		FCGX_Finish_r(&rq);
	}
	return EXIT_SUCCESS;
}
