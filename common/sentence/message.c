/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "common/base/arena.h"
#include "common/base/mem.h"
#include "common/base/text.h"
#include "common/sentence/message.h"

#define TEXTS_MAX ((size_t)16 * 1024 * 1024)
#define PLAIN     0x80000000u /* a flag of the number in a catalogue */
#define UNKNOWN   0x7fffffffu /* the catalogue does not have it */
#define SLOTS     (2 * MESSAGES_MAX)

struct message {
	const char *key, *many;
	bool        plain; /* the English text */
};

/* The texts live as long as the program. */
static struct arena   *texts;
static struct message *messages;
static uint32_t       *found[LANGUAGES_MAX];
static unsigned        count, room;
static uint16_t       *slots; /* number + 1; while messages are added */

static bool
is_plain(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr("<>&\"'", s[i]) != NULL)
			return false;
	return true;
}

static uint16_t *
slot_of(const char *key)
{
	size_t i = text_hash(key, strlen(key)) % SLOTS;

	while (slots[i] != 0 && strcmp(messages[slots[i] - 1].key, key) != 0)
		i = (i + 1) % SLOTS;
	return &slots[i];
}

static void
room_make(void)
{
	size_t   n;
	unsigned more = room == 0 ? 256 : 2 * room;

	languages_all(&n);
	messages = mem_more(messages, room, more, sizeof(*messages));
	for (size_t i = 0; i < n; i++)
		found[i] = mem_more(found[i], room, more, sizeof(**found));
	room = more;
}

/* Where each catalogue has it. */
static void
message_find(unsigned message)
{
	size_t                 n, len;
	const struct language *l = languages_all(&n);
	const char            *s;
	uint32_t               i;

	for (; n > 0; n--, l++) {
		i = mo_find(&l->mo, messages[message].key);
		found[l->number][message] = UNKNOWN;
		if (i == MO_NONE)
			continue;
		s = mo_text(&l->mo, i, &len);
		found[l->number][message] = i | (is_plain(s, len) ? PLAIN : 0);
	}
}

static const char *
keep(const char *s)
{
	return s != NULL ? arena_strdup(texts, s) : NULL;
}

unsigned
message_add(const char *key, const char *many)
{
	uint16_t *slot;

	if (texts == NULL)
		texts = arena_new(TEXTS_MAX);
	if (slots == NULL) {
		slots = mem_new(SLOTS, sizeof(*slots));
		for (unsigned i = 0; i < count; i++)
			*slot_of(messages[i].key) = (uint16_t)(i + 1);
	}
	if (*(slot = slot_of(key)) != 0)
		return *slot - 1u;
	if (count == MESSAGES_MAX)
		abort();
	if (count == room)
		room_make();
	messages[count] = (struct message){ keep(key), keep(many), true };
	messages[count].plain = is_plain(message_words(key),
	    strlen(message_words(key)));
	message_find(count);
	*slot = (uint16_t)(count + 1);
	return count++;
}

void
message_add_end(void)
{
	mem_free(slots);
	slots = NULL;
}

static struct message_text
english_text(const char *key, bool plain)
{
	const char *s = message_words(key);

	return (struct message_text){ s, strlen(s), plain };
}

struct message_text
message_text(const struct language *l, unsigned message)
{
	uint32_t            i = l != NULL ? found[l->number][message] : UNKNOWN;
	struct message_text t;

	if ((i & ~PLAIN) == UNKNOWN)
		return english_text(messages[message].key,
		    messages[message].plain);
	t.s = mo_text(&l->mo, i & ~PLAIN, &t.len);
	t.plain = (i & PLAIN) != 0;
	return t;
}

struct message_text
message_form(const struct language *l, unsigned message, uint64_t n)
{
	const struct message *m = &messages[message];
	uint32_t            i = l != NULL ? found[l->number][message] : UNKNOWN;
	struct message_text t = { .plain = false };

	if (m->many == NULL)
		return message_text(l, message);
	if ((i & ~PLAIN) == UNKNOWN)
		return english_text(n == 1 ? m->key : m->many, false);
	t.s = mo_form(&l->mo, i & ~PLAIN, plural_form(&l->mo.plural, n),
	    &t.len);
	return t;
}

unsigned
message_forms(const struct language *l, unsigned message)
{
	uint32_t i = found[l->number][message] & ~PLAIN;

	if (i == UNKNOWN)
		return messages[message].many != NULL ? 2 : 1;
	return mo_forms(&l->mo, i);
}

const char *
message_form_at(const struct language *l, unsigned message, unsigned form)
{
	const struct message *m = &messages[message];
	uint32_t              i = found[l->number][message] & ~PLAIN;
	size_t                len;

	if (i == UNKNOWN)
		return message_words(form == 1 && m->many != NULL ? m->many :
								    m->key);
	return mo_form(&l->mo, i, form, &len);
}
