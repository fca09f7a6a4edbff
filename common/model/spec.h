/* SPDX-License-Identifier: ISC */
/*
 * spec.h - describe a struct once.
 *
 * A spec is a table of the members of a plain struct.  The same table reads a
 * JSON or form body into the struct (input.h), reads a row of a result
 * (db/pg/pg.h), prints JSON (json_write.h), fills a template (template.h) and
 * reads the environment (config.h).  A member that is not listed never leaves
 * the process.  Names are snake_case in C and SQL, camelCase in JSON, forms
 * and templates, UPPER_CASE in the environment.  All derive from the member.
 *
 *	struct tea { struct uuid id; const char *name; struct money price; };
 *	SPEC(tea, FIELD(id), FIELD(name, REQUIRED, RANGE(1, 80)), FIELD(price));
 *
 * defines "tea_spec".  SPEC_STATIC does the same for one file; SPEC_DECLARE
 * in a header declares the spec and the list type of a struct for all files.
 * The type of a member chooses how it is read and written.  A type that is
 * not known, or a member of another struct, does not compile:
 *
 *	bool			true, false
 *	struct flag		true, false or not given
 *	int64_t			whole number; INT_NONE: not given, null
 *	const char *		text; NULL: not given, null
 *	struct money		MONEY_NONE: not given, null
 *	struct decimal		DECIMAL_NONE: not given, null
 *	struct uuid		"": not given, null
 *	struct timestamp	TIMESTAMP_NONE: not given, null
 *	struct raw_json		JSON text that is passed on as it is
 *	an enum			one word of a list (FIELD_ENUM); -1: not given
 *	LIST(T)			items of the spec of T (FIELD_OF)
 *	struct text_list	texts (FIELD_TEXTS)
 *	struct T		an object (FIELD_SUB), or its members
 *				(FIELD_BASE)
 *	struct T *		an object or NULL (FIELD_PTR)
 *
 * SPEC_VERBATIM is for formats that others define: their names stay as they
 * are in C ("payment_intent").
 */
#ifndef FARM_MODEL_SPEC_H
#define FARM_MODEL_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/clock.h"
#include "common/base/decimal.h"
#include "common/base/money.h"
#include "common/base/uuid.h"

#define INT_NONE INT64_MIN

struct flag {
	signed char is;
}; /* 0, 1, or FLAG_NONE */
#define FLAG_NONE ((struct flag){ -1 })

struct raw_json {
	const char *text;
}; /* NULL prints null */

/* ---- lists --------------------------------------------------------------- */

/*
 * A list knows the type of its items: LIST(tea) is "struct list_of_tea".  One
 * LIST_DECLARE stands beside each struct that is listed.
 */
#define LIST(T) struct list_of_##T
#define LIST_DECLARE(T)           \
	struct list_of_##T {      \
		struct T *items;  \
		size_t    n, cap; \
	}

struct text_list {
	const char **items;
	size_t       n, cap;
};

/* Any of them, for code that has the size of an item from a spec. */
struct list {
	void  *items;
	size_t n, cap;
} __attribute__((may_alias));
#define LIST_ANY(l) \
	((struct list *)(void *)((char *)(l) + 0 * sizeof(*(l)->items)))

struct arena;
void *list_grow(struct arena *, struct list *, size_t size);
/* Room for one more item at the end, zeroed when it is new. */
#define list_add(a, l)                                               \
	((__typeof__((l)->items))(void *)list_grow((a), LIST_ANY(l), \
	    sizeof(*(l)->items)))

/* ---- fields -------------------------------------------------------------- */

enum field_type {
	TYPE_BOOL,
	TYPE_FLAG,
	TYPE_INT,
	TYPE_TEXT,
	TYPE_MONEY,
	TYPE_DECIMAL,
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
	TEXT_LINE,     /* no control characters */
	TEXT_BLOCK,    /* several lines */
	TEXT_SECRET,   /* as it is: passwords, tokens */
	TEXT_EMAIL,    /* made lower-case */
	TEXT_COUNTRY,  /* ISO 3166-1 alpha-2, made upper-case */
	TEXT_CURRENCY, /* a code of currency.h */
	TEXT_URL,      /* http:// or https:// */
	TEXT_SLUG      /* a-z, 0-9 and single dashes */
};

struct spec;
struct field {
	const char        *name; /* snake_case */
	enum field_type    type;
	size_t             off;
	int64_t            min, max; /* value; code points; items */
	struct spec       *of;       /* of a list's item or an object */
	const char *const *words;    /* of an enum, ends with NULL */
	int64_t            otherwise;
	enum text_format   format;
	bool is_required, has_default, is_page_only, is_inline, is_nullable,
	    is_given, is_version, has_blank_rows;
	/* Made by spec_prepare(). */
	const char *camel; /* "stockQuantity" */
	const char *key;   /* "\"stockQuantity\":" */
	size_t      key_len;
};

/*
 * What may follow a member's name.  RANGE bounds the value, the code points of
 * a text, the hundredths of a decimal, or the number of items, in input only.
 * An amount of money is bounded by 0 and money_max().
 */
#define REQUIRED      .is_required = true /* input: must be given */
#define RANGE(lo, hi) .min = (lo), .max = (hi)
#define DEFAULT(v)    .otherwise = (v), .has_default = true /* input */
#define FOR_PAGES     .is_page_only = true /* for pages and forms; not in JSON */
#define GIVEN         .is_given = true     /* in answers never null */
/*
 * A list whose form has rows that may stay blank.  In a form its items may lack
 * REQUIRED members, and the handler checks the rows that are filled in.
 */
#define BLANK_ROWS .has_blank_rows = true
/* No object when its first member, an id, is not given. */
#define NULLABLE .is_nullable = true
/*
 * The version of what can be edited, an int64_t.  In a model it becomes the
 * ETag of the answer.  In the input it is what the caller saw: If-Match in the
 * API, a hidden field in a form.  INT_NONE: the caller does not care.
 */
#define EDIT_VERSION .is_version = true, .is_page_only = true

/* "self_" is the struct that SPEC describes. */
#define TYPE_OF_(m) \
	_Generic(((self_ *)0)->m,				\
	bool: TYPE_BOOL, struct flag: TYPE_FLAG, int64_t: TYPE_INT,	\
	const char *: TYPE_TEXT, struct money: TYPE_MONEY,		\
	struct decimal: TYPE_DECIMAL, struct uuid: TYPE_UUID,		\
	struct timestamp: TYPE_TIME, struct raw_json: TYPE_JSON)
/* The offset of the member; does not compile when it is not of type "T". */
#define AT_(m, T) (offsetof(self_, m) + 0 * _Generic(((self_ *)0)->m, T : 1))
/* 0; does not compile when the member is not as large as an enum. */
#define ENUM_SIZED_(m) \
	(0 * sizeof(char[sizeof(((self_ *)0)->m) == sizeof(int) ? 1 : -1]))

#define FIELD(m, ...) FIELD_AS(m, #m, __VA_ARGS__)
/* A member of a member under a name of its own: FIELD_AS(kind.id, "kind_id"). */
#define FIELD_AS(m, called, ...)                       \
	{                                              \
		.name = (called), .type = TYPE_OF_(m), \
		.off = offsetof(self_, m), __VA_ARGS__ \
	}
#define FIELD_ENUM(m, list, ...)                                        \
	{                                                               \
		.name = #m, .type = TYPE_ENUM, .words = (list),         \
		.off = offsetof(self_, m) + ENUM_SIZED_(m), __VA_ARGS__ \
	}
#define FIELD_OF(m, S, ...)                                     \
	{                                                       \
		.name = #m, .type = TYPE_LIST, .of = &S##_spec, \
		.off = AT_(m, LIST(S)), __VA_ARGS__             \
	}
#define FIELD_TEXTS(m, ...)                                  \
	{                                                    \
		.name = #m, .type = TYPE_LIST,               \
		.off = AT_(m, struct text_list), __VA_ARGS__ \
	}
#define FIELD_SUB(m, S, ...)                                   \
	{                                                      \
		.name = #m, .type = TYPE_OBJ, .of = &S##_spec, \
		.off = AT_(m, struct S), __VA_ARGS__           \
	}
#define FIELD_PTR(m, S, ...)                                   \
	{                                                      \
		.name = #m, .type = TYPE_PTR, .of = &S##_spec, \
		.off = AT_(m, struct S *), __VA_ARGS__         \
	}
#define FIELD_BASE(m, S) FIELD_SUB(m, S, .is_inline = true)

/* ---- specs --------------------------------------------------------------- */

struct spec {
	const char *name;
	size_t      size;
	struct field *(*describe)(void); /* ends with ->name == NULL */
	bool verbatim;                   /* no camelCase */
	/* Made by spec_prepare(). */
	struct field *fields;
	const struct field
	      *version; /* of EDIT_VERSION, in inlined objects too */
	size_t version_off;
};

/* A function holds the fields, so that "self_" can name the struct in them. */
#define SPEC_(name_, T, storage, words_as_they_are, ...)               \
	static struct field *name_##_fields(void)                      \
	{                                                              \
		typedef struct T    self_;                             \
		static struct field fields[] = { __VA_ARGS__, { 0 } }; \
                                                                       \
		return fields;                                         \
	}                                                              \
	storage struct spec name_##_spec = { .name = #name_,           \
		.size = sizeof(struct T),                              \
		.describe = name_##_fields,                            \
		.verbatim = (words_as_they_are) }

#define SPEC(T, ...)        SPEC_(T, T, , false, __VA_ARGS__)
#define SPEC_STATIC(T, ...) SPEC_(T, T, static, false, __VA_ARGS__)
/* Fewer members of a struct that has a spec already; for one file. */
#define SPEC_AS(called, T, ...)      SPEC_(called, T, static, false, __VA_ARGS__)
#define SPEC_VERBATIM(T, ...)        SPEC_(T, T, , true, __VA_ARGS__)
#define SPEC_VERBATIM_STATIC(T, ...) SPEC_(T, T, static, true, __VA_ARGS__)

/* In a header: the spec and the list of a struct that other files use. */
#define SPEC_DECLARE(T)              \
	extern struct spec T##_spec; \
	LIST_DECLARE(T)

/* For a handler or a call without input or without an answer. */
struct none {
	bool none;
};
extern struct spec none_spec;
#define NONE ((struct none *)NULL)

/*
 * A pointer that must belong to the spec of T: typed_in() what is only read,
 * typed_out() what is filled, typed_list() a list that is filled.
 */
#define typed_in(T, p)   _Generic((p), struct T * : (p), const struct T * : (p))
#define typed_out(T, p)  _Generic((p), struct T * : (p))
#define typed_list(T, l) LIST_ANY(_Generic((l), struct list_of_##T * : (l)))
#define typed_list_in(T, l) \
	((const struct list *)_Generic((l),  \
	    struct list_of_##T * : (const void *)(l), \
	    const struct list_of_##T * : (const void *)(l)))

static inline struct field *
spec_fields(const struct spec *spec)
{
	return spec->fields != NULL ? spec->fields : spec->describe();
}

/* Derive names; idempotent, also of all specs it refers to. */
void spec_prepare(struct spec *);
/* Set every member to "not given". */
void spec_clear(const struct spec *, void *obj);
/* The EDIT_VERSION of an object; INT_NONE when its spec has none. */
int64_t spec_version(struct spec *, const void *obj);

/* Is there an object?  Of a NULLABLE one its first member tells. */
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

#endif
