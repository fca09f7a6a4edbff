/* SPDX-License-Identifier: ISC */
/*
 * row.c - rows into structs, by their spec.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/log.h"
#include "common/base/mem.h"
#include "common/model/input.h"
#include "db/pg_impl.h"

/* Where each column of a query goes; made once. */
struct column_map {
	const struct spec *spec;
	int                n;
	struct place {
		const struct field *field;
		size_t              off;
	} places[];
};

/* The member of this column: "price", "vendor.id", or one of an inlined. */
static const struct field *
place_find(const struct spec *spec, const char *column, size_t *off)
{
	const char *dot = strchr(column, '.');
	size_t n = dot != NULL ? (size_t)(dot - column) : strlen(column), inner;

	for (const struct field *f = spec_fields(spec); f->name != NULL; f++) {
		const struct field *found = NULL;

		inner = *off + f->off;
		if (f->is_inline)
			found = place_find(f->of, column, &inner);
		else if (strlen(f->name) == n &&
		    memcmp(f->name, column, n) == 0)
			found = dot == NULL ?
			    f :
			    f->type == TYPE_OBJ ?
			    place_find(f->of, dot + 1, &inner) :
			    NULL;
		if (found != NULL) {
			*off = inner;
			return found;
		}
	}
	return NULL;
}

static struct column_map *
map_make(struct query *q, const struct spec *spec, const PGresult *res)
{
	int                n = PQnfields(res);
	struct column_map *map;

	map = mem_new(1, sizeof(*map) + (size_t)n * sizeof(map->places[0]));
	map->spec = spec;
	map->n = n;
	for (int i = 0; i < n; i++) {
		struct place *p = &map->places[i];

		p->field = place_find(spec, PQfname(res, i), &p->off);
		if (p->field != NULL)
			continue;
		log_write(LOG_ERROR, "column without a member", "query",
		    q->name, "column", PQfname(res, i), "spec", spec->name,
		    NULL);
		mem_free(map);
		return NULL;
	}
	mem_free(q->columns);
	return q->columns = map;
}

static bool
value_read(struct arena *a, const struct field *f, const char *s, size_t len,
    char *dst)
{
	struct field plain = *f;
	int64_t      bound;

	if (f->type == TYPE_TEXT) {
		*(const char **)(void *)dst = arena_dup(a, s, len);
		return true;
	}
	if (f->type == TYPE_UUID && len == UUID_LEN) {
		memcpy(dst, s, len);
		dst[len] = '\0';
		return true;
	}
	if (f->type == TYPE_LIST && f->of != NULL)
		return json_read_list_spec(a, f->of, s, len,
		    (struct list *)(void *)dst);
	if (f->type == TYPE_PTR) {
		*(void **)(void *)dst = arena_alloc(a, f->of->size);
		return json_read_spec(a, f->of, s, len, *(void **)(void *)dst);
	}
	if (f->type == TYPE_OBJ)
		return json_read_spec(a, f->of, s, len, dst);
	if (f->type == TYPE_LIST)
		return json_read_texts(a, s, len,
		    (struct text_list *)(void *)dst);
	plain.min = plain.max = 0; /* bounds are those of input */
	return field_read_text(a, &plain, s, len, dst, &bound) == -1;
}

static enum err
row_read(struct db *db, const struct call *c, const PGresult *res, int row,
    char *out)
{
	const struct column_map *map = c->query->columns;

	spec_clear(c->row, out);
	for (int i = 0; i < map->n; i++) {
		const struct place *p = &map->places[i];

		if (PQgetisnull(res, row, i) ||
		    value_read(db->arena, p->field, PQgetvalue(res, row, i),
			(size_t)PQgetlength(res, row, i), out + p->off))
			continue;
		log_write(LOG_ERROR, "value does not fit its member", "query",
		    c->query->name, "column", p->field->name, NULL);
		return ERR_INTERNAL;
	}
	return ERR_OK;
}

enum err
rows_read(struct db *db, const struct call *c, const PGresult *res)
{
	struct query *q = c->query;
	int           n = PQntuples(res);
	char         *out = c->one;
	enum err      e = ERR_OK;

	if (c->affected != NULL)
		*c->affected = strtoll(PQcmdTuples((PGresult *)(uintptr_t)res),
		    NULL, 10);
	if (c->row == NULL)
		return ERR_OK;
	spec_prepare(c->row);
	if (c->all == NULL && n == 0)
		return q->none != ERR_OK ? q->none : ERR_NOT_FOUND;
	if ((q->columns == NULL || q->columns->spec != c->row) &&
	    map_make(q, c->row, res) == NULL)
		return ERR_INTERNAL;
	if (c->all == NULL)
		return row_read(db, c, res, 0, out);
	c->all->n = (size_t)n;
	c->all->items = out = arena_array(db->arena, (size_t)n, c->row->size);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = row_read(db, c, res, i, out + (size_t)i * c->row->size);
	return e;
}
