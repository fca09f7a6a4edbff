/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/utf8.h"
#include "common/sentence/mo.h"

/* The header of the format: GNU gettext manual, "The Format of GNU MO Files". */
#define MAGIC       0x950412deu
#define HEADER_SIZE 28
#define SIZE_MAX_MO ((size_t)16 * 1024 * 1024)
enum header { H_MAGIC, H_REVISION, H_COUNT, H_KEYS, H_TEXTS };

static const char *
at(const struct mo *m, const uint32_t *table, uint32_t i)
{
	return m->data + table[2 * i + 1];
}

/* Does a table of "count" pairs lie inside, where numbers may lie? */
static bool
table_fits(const struct mo *m, uint32_t offset)
{
	return offset % sizeof(uint32_t) == 0 &&
	    (uint64_t)offset + (uint64_t)m->count * 2 * sizeof(uint32_t) <=
	    m->size;
}

/* Does each text of the table lie inside, and end with a NUL? */
static bool
texts_fit(const struct mo *m, const uint32_t *table)
{
	for (uint32_t i = 0; i < m->count; i++) {
		uint64_t end = (uint64_t)table[2 * i] + table[2 * i + 1];

		if (end >= m->size || m->data[end] != '\0')
			return false;
	}
	return true;
}

static bool
keys_sorted(const struct mo *m)
{
	for (uint32_t i = 1; i < m->count; i++)
		if (strcmp(at(m, m->keys, i - 1), at(m, m->keys, i)) >= 0)
			return false;
	return true;
}

/* Are all forms of all texts UTF-8? */
static bool
texts_valid(const struct mo *m)
{
	for (uint32_t i = 0; i < m->count; i++) {
		const char *s = at(m, m->texts, i);
		const char *end = s + m->texts[2 * i];

		for (; s < end; s += strlen(s) + 1)
			if (!utf8_valid(s, strlen(s)))
				return false;
	}
	return true;
}

const char *
mo_read(struct mo *m, const void *data, size_t size)
{
	const uint32_t *header = data;
	uint32_t        i;

	*m = (struct mo){ .data = data, .size = size };
	if (size < HEADER_SIZE || size > SIZE_MAX_MO)
		return "has the size of no catalogue";
	if (header[H_MAGIC] != MAGIC || header[H_REVISION] >> 16 != 0)
		return "is no catalogue of this machine's byte order";
	m->count = header[H_COUNT];
	if (!table_fits(m, header[H_KEYS]) || !table_fits(m, header[H_TEXTS]))
		return "is cut off";
	m->keys = header + header[H_KEYS] / sizeof(uint32_t);
	m->texts = header + header[H_TEXTS] / sizeof(uint32_t);
	if (!texts_fit(m, m->keys) || !texts_fit(m, m->texts))
		return "is cut off";
	if (!keys_sorted(m))
		return "is not sorted";
	if (!texts_valid(m))
		return "is not UTF-8";
	i = mo_find(m, "");
	if (!plural_read(i == MO_NONE ? NULL : at(m, m->texts, i), &m->plural))
		return "has a Plural-Forms line that does not work";
	return NULL;
}

const char *
mo_open(struct mo *m, const char *path)
{
	struct stat st;
	const char *wrong;
	void       *data;
	int         fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return strerror(errno);
	if (fstat(fd, &st) != 0 || st.st_size <= 0) {
		close(fd);
		return "is empty";
	}
	data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (data == MAP_FAILED)
		return strerror(errno);
	if ((wrong = mo_read(m, data, (size_t)st.st_size)) != NULL)
		munmap(data, (size_t)st.st_size);
	return wrong;
}

uint32_t
mo_find(const struct mo *m, const char *key)
{
	uint32_t low = 0, high = m->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int      order = strcmp(key, at(m, m->keys, middle));

		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return MO_NONE;
}

const char *
mo_text(const struct mo *m, uint32_t message, size_t *len)
{
	*len = m->texts[2 * message];
	return at(m, m->texts, message);
}

/* Forms follow each other, a NUL after each; the last stands in for more. */
const char *
mo_form(const struct mo *m, uint32_t message, unsigned form, size_t *len)
{
	const char *s = at(m, m->texts, message);
	const char *end = s + m->texts[2 * message];

	while ((*len = strlen(s)) > 0 && form > 0 && s + *len < end) {
		s += *len + 1;
		form--;
	}
	return s;
}

unsigned
mo_forms(const struct mo *m, uint32_t message)
{
	const char *s = at(m, m->texts, message);
	const char *end = s + m->texts[2 * message];
	unsigned    n = 1;

	while ((s = memchr(s, '\0', (size_t)(end - s))) != NULL) {
		n++;
		s++;
	}
	return n;
}
