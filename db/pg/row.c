/* SPDX-License-Identifier: ISC */
/*
 * row.c - rows into structs, by their spec.
 *
 * Rows are our own data: no rule for input (required, bounds, formats) applies
 * to them.  A value that cannot be read is logged, and its member stays "not
 * given".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/log.h"
#include "common/base/mem.h"
#include "common/model/input.h"
#include "db/pg/pg_impl.h"

/* Where each column of a query goes; made once. */
struct column_map {
	const struct spec *spec;
	int                n;
	struct place {
		const struct field *field;
		size_t              off;
	} places[];
};

/* ---- columns ------------------------------------------------------------- */

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
map_make(const struct query *q, const struct spec *spec, const PGresult *res)
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
	return map;
}

/* ---- values -------------------------------------------------------------- */

static bool
column_read(struct arena *a, const struct field *f, const char *s, size_t len,
    void *dst)
{
	switch (f->type) {
	case TYPE_LIST:
		return f->of != NULL ?
		    json_read_list_spec(a, f->of, s, len, dst) :
		    json_read_texts(a, s, len, dst);
	case TYPE_PTR: return json_read_new(a, f->of, s, len, dst);
	case TYPE_OBJ: return json_read_spec(a, f->of, s, len, dst);
	case TYPE_UUID:
		/* In this form already; there are many of them. */
		if (len == UUID_LEN) {
			memcpy(dst, s, len + 1);
			return true;
		}
		__attribute__((fallthrough));
	default: return field_parse(a, f, s, len, dst) == -1;
	}
}

/* ---- rows ---------------------------------------------------------------- */

enum err
rows_open(struct rows *r)
{
	struct query      *q = r->call->query;
	struct column_map *map;

	spec_prepare(r->call->row);
	if (q->columns != NULL && q->columns->spec == r->call->row)
		return ERR_OK;
	if ((map = map_make(q, r->call->row, r->res)) == NULL)
		return ERR_INTERNAL;
	mem_free(q->columns);
	q->columns = map;
	return ERR_OK;
}

void
rows_get(struct rows *r, int row, void *out)
{
	const struct column_map *map = r->call->query->columns;

	spec_clear(r->call->row, out);
	for (int i = 0; i < map->n; i++) {
		const struct place *p = &map->places[i];

		if (PQgetisnull(r->res, row, i) ||
		    column_read(r->db->arena, p->field,
			PQgetvalue(r->res, row, i),
			(size_t)PQgetlength(r->res, row, i),
			(char *)out + p->off))
			continue;
		if (r->unread++ > 0)
			continue;
		r->column = PQfname(r->res, i);
		r->column_row = row;
	}
}

enum err
rows_close(const struct rows *r)
{
	int         id = PQfnumber(r->res, "id");
	char        count[16];
	const char *where;

	if (r->unread == 0)
		return ERR_OK;
	snprintf(count, sizeof(count), "%d", r->unread);
	where = id < 0 ? "" : PQgetvalue(r->res, r->column_row, id);
	log_write(LOG_ERROR, "value cannot be read", "query",
	    r->call->query->name, "column", r->column, "id", where, "count",
	    count, NULL);
	return r->db->in_tx && !r->db->reads ? ERR_INTERNAL : ERR_OK;
}

enum err
rows_read(struct db *db, const struct call *c, const PGresult *res)
{
	struct rows r = { .db = db, .call = c, .res = res };
	int         n = PQntuples(res);
	char       *out = c->one;
	enum err    e;

	if (c->keep != NULL) {
		*c->keep = (PGresult *)(uintptr_t)res;
		return ERR_OK;
	}
	if (c->affected != NULL)
		*c->affected = strtoll(PQcmdTuples((PGresult *)(uintptr_t)res),
		    NULL, 10);
	if (c->row == NULL)
		return ERR_OK;
	if (c->all == NULL && n == 0)
		return c->query->none != ERR_OK ? c->query->none :
						  ERR_NOT_FOUND;
	if ((e = rows_open(&r)) != ERR_OK)
		return e;
	if (c->all != NULL) {
		c->all->n = c->all->cap = (size_t)n;
		c->all->items = out = arena_array(db->arena, (size_t)n,
		    c->row->size);
	} else
		n = 1;
	for (int i = 0; i < n; i++)
		rows_get(&r, i, out + (size_t)i * c->row->size);
	return rows_close(&r);
}
