/* SPDX-License-Identifier: ISC */
/*
 * replay.c - a target over its corpus alone, without a fuzzer: one line of
 * TAP for each file of tests/fuzz/corpus/NAME, where NAME.unit is this
 * program.  Files may be named instead, to look at one of them.
 */
#include <dirent.h>
#include <libgen.h>
#include <sys/wait.h>

#include "tests/fuzz/fuzz.h"

static void
file_run(const char *path)
{
	static uint8_t bytes[1024 * 1024];
	FILE          *f = fopen(path, "re");
	uint8_t       *exact;
	size_t         n;

	MUST(f != NULL);
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	/* Of exactly its size: valgrind and sanitizers watch its end. */
	exact = malloc(n > 0 ? n : 1);
	MUST(exact != NULL);
	memcpy(exact, bytes, n);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
}

/* In a process of its own, since what fails aborts. */
static bool
file_holds(const char *path)
{
	int   status = 0;
	pid_t pid;

	fflush(stdout);
	if ((pid = fork()) == 0) {
		file_run(path);
		exit(EXIT_SUCCESS);
	}
	MUST(pid > 0 && waitpid(pid, &status, 0) == pid);
	return status == 0;
}

static int
visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static int
corpus_run(const char *target)
{
	struct arena   *a = arena_new(FUZZ_ARENA);
	const char     *dir;
	struct dirent **files;
	int             n, failed = 0;

	dir = fuzz_tree(a, arena_printf(a, "tests/fuzz/corpus/%s", target));
	if ((n = scandir(dir, &files, visible, alphasort)) < 0)
		n = 0;
	for (int i = 0; i < n; i++) {
		bool ok = file_holds(arena_printf(a, "%s/%s", dir,
		    files[i]->d_name));

		failed += !ok;
		printf("%sok %d - fuzz %s: %s\n", ok ? "" : "not ", i + 1,
		    target, files[i]->d_name);
		free(files[i]);
	}
	if (n > 0)
		free(files);
	printf("1..%d\n", n);
	arena_free(&a);
	return n == 0 || failed > 0;
}

int
main(int argc, char **argv)
{
	char *name;

	for (int i = 1; i < argc; i++)
		file_run(argv[i]);
	if (argc > 1)
		return EXIT_SUCCESS;
	name = basename(argv[0]);
	name[strcspn(name, ".")] = '\0';
	return corpus_run(name);
}
