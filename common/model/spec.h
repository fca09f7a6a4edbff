/* SPDX-License-Identifier: ISC */
/*
 * spec.h - describe a struct once.
 *
 * A spec is a table of the members of a plain struct.  The same table reads a
 * JSON or form body into the struct (input.h), reads a row of a result
 * (db/row.h), prints JSON (json_write.h), fills a template (template.h) and
 * reads the environment (config.h).  A member that is not listed never leaves
 * the process.  Names are snake_case in C and SQL, camelCase in JSON, forms
 * and templates, UPPER_CASE in the environment; all derive from the member.
 *
 *	struct tea { struct uuid id; const char *name; struct money price; };
 *	SPEC(tea, FIELD(tea, id), FIELD(tea, name), FIELD(tea, price));
 *
 * defines "tea_spec".  SPEC_STATIC does the same for one file.  The type of a
 * member chooses how it is read and written; a type that is not known does
 * not compile:
 *
 *	bool			true, false
 *	struct flag		true, false or not given
 *	int64_t			whole number; INT_NONE: not given, null
 *	const char *		text; NULL: not given, null
 *	struct money		MONEY_NONE: not given, null
 *	struct uuid		"": not given, null
 *	struct timestamp	TIMESTAMP_NONE: not given, null
 *	struct raw_json		JSON text that is passed on as it is
 *	struct list		items of a spec (FIELD_OF) or texts
 *				(FIELD_TEXTS)
 *	struct T		an object (FIELD_SUB), or its members
 *				(FIELD_BASE);
 *				FIELD_MAYBE: null while its first member, an
 *				id, is not given
 *	struct T *		an object or NULL (FIELD_PTR)
 *	an enum			one word of a list (FIELD_ENUM); -1: not given
 *
 * SPEC_VERBATIM is for the formats of others: outside, too, its members are
 * named as they are in C ("payment_intent").
 */
#ifndef FARM_MODEL_SPEC_H
#define FARM_MODEL_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/clock.h"
#include "common/base/money.h"
#include "common/base/uuid.h"

#define INT_NONE INT64_MIN

struct flag {
	signed char is;
}; /* 0, 1, or FLAG_NONE */
#define FLAG_NONE ((struct flag){ -1 })

struct list {
	void  *items;
	size_t n;
};
struct raw_json {
	const char *text;
}; /* NULL prints null */

enum field_type {
	TYPE_BOOL,
	TYPE_FLAG,
	TYPE_INT,
	TYPE_TEXT,
	TYPE_MONEY,
	TYPE_UUID,
	TYPE_TIME,
	TYPE_ENUM,
	TYPE_JSON,
	TYPE_LIST,
	TYPE_OBJ,
	TYPE_PTR
};

/* What a text may hold.  Any but TEXT_SECRET is trimmed at both ends. */
enum text_format {
	TEXT_LINE,    /* no control characters */
	TEXT_BLOCK,   /* several lines */
	TEXT_SECRET,  /* as it is: passwords, tokens */
	TEXT_EMAIL,   /* made lower-case */
	TEXT_COUNTRY, /* ISO 3166-1 alpha-2, made upper-case */
	TEXT_URL,     /* http:// or https:// */
	TEXT_SLUG     /* a-z, 0-9 and single dashes */
};

enum field_flag {
	FIELD_REQUIRED = 1,  /* input: must be given */
	FIELD_DEFAULTS = 2,  /* input: ->otherwise when not given */
	FIELD_PAGE_ONLY = 4, /* seen by templates, not written as JSON */
	FIELD_INLINE = 8,    /* an object's members stand in ours */
	FIELD_NULLABLE = 16  /* no object when its first member is none */
};

struct spec;
struct field {
	const char        *name; /* snake_case */
	enum field_type    type;
	size_t             off;
	int64_t            min, max; /* value; code points; items */
	unsigned           flags;
	struct spec       *of;    /* of a list's item or an object */
	const char *const *words; /* of an enum, ends with NULL */
	int64_t            otherwise;
	enum text_format   format;
	/* Made by spec_prepare(). */
	const char *camel; /* "stockQuantity" */
	const char *key;   /* "\"stockQuantity\":" */
	size_t      key_len;
};

struct spec {
	const char   *name;
	size_t        size;
	struct field *fields;   /* ends with ->name == NULL */
	bool          verbatim; /* no camelCase */
	bool          ready;
};

#define TYPE_OF_(T, m) \
	_Generic(((struct T *)0)->m,			\
	bool: TYPE_BOOL, struct flag: TYPE_FLAG, int64_t: TYPE_INT,	\
	const char *: TYPE_TEXT, struct money: TYPE_MONEY,		\
	struct uuid: TYPE_UUID, struct timestamp: TYPE_TIME,		\
	struct raw_json: TYPE_JSON)
/* 0, or no valid program when the member's size is not that of "size". */
#define SIZED_(T, m, size) \
	(0 * sizeof(char[sizeof(((struct T *)0)->m) == (size) ? 1 : -1]))
#define AT_(T, m) offsetof(struct T, m)
#define LIST_AT_(T, m) \
	(AT_(T, m) + 0 * _Generic(((struct T *)0)->m, struct list : 1))
#define OBJ_AT_(T, m, S) \
	(AT_(T, m) + 0 * _Generic(((struct T *)0)->m, struct S : 1))

/* Rows and answers. */
#define FIELD(T, m, ...)                                              \
	{                                                             \
		.name = #m, .type = TYPE_OF_(T, m), .off = AT_(T, m), \
		__VA_ARGS__                                           \
	}
/* A member of a member: FIELD_AS(tea, kind.id, "kind_id"). */
#define FIELD_AS(T, m, called)                                             \
	{                                                                  \
		.name = (called), .type = TYPE_OF_(T, m), .off = AT_(T, m) \
	}
#define FIELD_ENUM(T, m, list, ...)                                       \
	{                                                                 \
		.name = #m, .type = TYPE_ENUM, .words = (list),           \
		.off = AT_(T, m) + SIZED_(T, m, sizeof(int)), __VA_ARGS__ \
	}
#define FIELD_OF(T, m, S, ...)                                        \
	{                                                             \
		.name = #m, .type = TYPE_LIST, .off = LIST_AT_(T, m), \
		.of = &S##_spec, __VA_ARGS__                          \
	}
#define FIELD_TEXTS(T, m, ...)                                        \
	{                                                             \
		.name = #m, .type = TYPE_LIST, .off = LIST_AT_(T, m), \
		__VA_ARGS__                                           \
	}
#define FIELD_SUB(T, m, S, ...)                                        \
	{                                                              \
		.name = #m, .type = TYPE_OBJ, .off = OBJ_AT_(T, m, S), \
		.of = &S##_spec, __VA_ARGS__                           \
	}
#define FIELD_MAYBE(T, m, S) FIELD_SUB(T, m, S, .flags = FIELD_NULLABLE)
#define FIELD_PTR(T, m, S, ...)                                       \
	{                                                             \
		.name = #m, .type = TYPE_PTR,                         \
		.off = AT_(T, m) +                                    \
		    0 * _Generic(((struct T *)0)->m, struct S * : 1), \
		.of = &S##_spec, __VA_ARGS__                          \
	}
#define FIELD_BASE(T, m, S)                                            \
	{                                                              \
		.name = #m, .type = TYPE_OBJ, .off = OBJ_AT_(T, m, S), \
		.of = &S##_spec, .flags = FIELD_INLINE                 \
	}

/*
 * Input: bounds are those of the value, of the text's code points, of the
 * amount's minor units, or of the number of items.  In FIELD_IN_OF and
 * FIELD_OPT_OF "m" is a list of spec "S".
 */
#define FIELD_IN(T, m, lo, hi, ...)                                    \
	FIELD(T, m, .min = (lo), .max = (hi), .flags = FIELD_REQUIRED, \
	    __VA_ARGS__)
#define FIELD_OPT(T, m, lo, hi, ...) \
	FIELD(T, m, .min = (lo), .max = (hi), __VA_ARGS__)
#define FIELD_DEFAULT(T, m, lo, hi, value, ...)                     \
	FIELD(T, m, .min = (lo), .max = (hi), .otherwise = (value), \
	    .flags = FIELD_DEFAULTS, __VA_ARGS__)
#define FIELD_IN_ENUM(T, m, list) \
	FIELD_ENUM(T, m, list, .flags = FIELD_REQUIRED)
#define FIELD_OPT_ENUM(T, m, list) FIELD_ENUM(T, m, list)
#define FIELD_DEFAULT_ENUM(T, m, list, value) \
	FIELD_ENUM(T, m, list, .otherwise = (value), .flags = FIELD_DEFAULTS)
#define FIELD_IN_OF(T, m, S, lo, hi) \
	FIELD_OF(T, m, S, .min = (lo), .max = (hi), .flags = FIELD_REQUIRED)
#define FIELD_OPT_OF(T, m, S, lo, hi) \
	FIELD_OF(T, m, S, .min = (lo), .max = (hi))
#define FIELD_IN_SUB(T, m, S)  FIELD_SUB(T, m, S, .flags = FIELD_REQUIRED)
#define FIELD_OPT_PTR(T, m, S) FIELD_PTR(T, m, S)

/* As the plain ones, for what a page shows and JSON does not. */
#define FIELD_PAGE(T, m)        FIELD(T, m, .flags = FIELD_PAGE_ONLY)
#define FIELD_PAGE_OF(T, m, S)  FIELD_OF(T, m, S, .flags = FIELD_PAGE_ONLY)
#define FIELD_PAGE_SUB(T, m, S) FIELD_SUB(T, m, S, .flags = FIELD_PAGE_ONLY)
#define FIELD_PAGE_PTR(T, m, S) FIELD_PTR(T, m, S, .flags = FIELD_PAGE_ONLY)

#define SPEC(T, ...)                                   \
	struct spec T##_spec = { #T, sizeof(struct T), \
		(struct field[]){ __VA_ARGS__, { 0 } }, false, false }
#define SPEC_VERBATIM(T, ...)                          \
	struct spec T##_spec = { #T, sizeof(struct T), \
		(struct field[]){ __VA_ARGS__, { 0 } }, true, false }

#define SPEC_STATIC(T, ...) static SPEC(T, __VA_ARGS__)

/* Derive names; idempotent, also of all specs it refers to. */
void spec_prepare(struct spec *);
/* Set every member to "not given". */
void spec_clear(const struct spec *, void *obj);

/* Is there an object?  Of a FIELD_NULLABLE one its first member tells. */
bool object_given(const struct field *, const void *member);
/* The word of an enum's value; NULL when it is -1. */
const char *field_word(const struct field *, const void *member);
/* The index of a word in a list that ends with NULL; -1: none of them. */
int word_index(const char *const *words, const char *, size_t len);

/*
 * The member with this camelCase name, in inlined objects too; "*off" grows
 * by its place.  Dots step into objects: "vendor.businessName".
 */
const struct field *spec_find(struct spec *, const char *camel, size_t len,
    size_t *off);

struct arena;
void *list_add(struct arena *, struct list *, size_t *cap, size_t size);

#endif
