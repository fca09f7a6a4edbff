/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/text.h"
#include "common/contract/stored_text.h"
#include "common/model/input.h"

static const struct {
	const char     *id;
	struct sentence sentence;
} sentences[] = {
#define STORED(name, id, text) [STORED_##name] = { id, SAY(text) },
#include "common/contract/stored_text.def"
#undef STORED
};

/* {"number":"F-26-ABC"} */
static const char *
args_json(struct arena *a, struct sentence_args args)
{
	struct buf  b = { 0 };
	const char *json;

	for (size_t i = 0; i < args.n; i++) {
		const struct sentence_arg *arg = &args.items[i];

		buf_char(&b, i == 0 ? '{' : ',');
		json_text(&b, arg->name, strlen(arg->name));
		buf_char(&b, ':');
		json_text(&b, arg->value, strlen(arg->value));
	}
	if (args.n == 0)
		return NULL;
	buf_char(&b, '}');
	json = arena_dup(a, b.data, b.len);
	buf_free(&b);
	return json;
}

struct stored_text
stored_sentence(struct arena *a, enum stored_sentence which,
    struct sentence_args args)
{
	if (which == STORED_NONE)
		return stored_words(NULL);
	return (struct stored_text){
		.text = sentence_text(a, NULL, sentences[which].sentence, args,
		    ""),
		.id = sentences[which].id,
		.args = { args_json(a, args) },
	};
}

struct stored_text
stored_words(const char *text)
{
	return (struct stored_text){ .text = text };
}

static enum stored_sentence
sentence_of(const char *id)
{
	for (int i = STORED_NONE + 1; id != NULL && i < STORED__COUNT; i++)
		if (strcmp(sentences[i].id, id) == 0)
			return (enum stored_sentence)i;
	return STORED_NONE;
}

const char *
stored_text_say(struct arena *a, const struct language *l,
    const struct stored_text *t, const char *currency)
{
	enum stored_sentence which = sentence_of(t->id);
	struct params        params = { 0 };
	struct sentence_arg *args;

	if (which == STORED_NONE)
		return t->text;
	if (t->args.text != NULL)
		json_read_pairs(a, t->args.text, strlen(t->args.text), &params);
	args = arena_array(a, params.n, sizeof(*args));
	for (size_t i = 0; i < params.n; i++)
		args[i] = (struct sentence_arg){ params.items[i].name,
			params.items[i].value };
	return sentence_text(a, l, sentences[which].sentence,
	    (struct sentence_args){ args, params.n }, currency);
}

const char *
stored_reason_say(struct arena *a, const struct language *l, const char *text,
    const char *id)
{
	const struct stored_text t = { .text = text, .id = id };

	return stored_text_say(a, l, &t, "");
}
