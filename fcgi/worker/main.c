/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/config.h"
#include "common/model/spec.h"

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--settings") == 0) {
		config_list(&config_spec);
		return EXIT_SUCCESS;
	}
	if (!config_read("worker", &config_spec, &config))
		return EXIT_FAILURE;
	if (argc > 1 && strcmp(argv[1], "--check") == 0)
		return EXIT_SUCCESS;
	for (;;)
		pause();
}
