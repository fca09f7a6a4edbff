/* SPDX-License-Identifier: ISC */
#include "db/products/categories.h"

SPEC(category,
    FIELD(id, GIVEN),
    FIELD(name, GIVEN),
    FIELD(slug, GIVEN),
    FIELD(parent_id),
    FIELD(created_at, GIVEN),
    FIELD(version, EDIT_VERSION),
    FIELD(depth, FOR_PAGES),
    FIELD(listed, FOR_PAGES));

SPEC(category_top,
    FIELD(id),
    FIELD(name),
    FIELD(slug),
    FIELD(image),
    FIELD(listed),
    FIELD_OF(children, category));

SPEC(category_place,
    FIELD_BASE(category, category),
    FIELD_OF(above, category),
    FIELD_OF(below, category));

CONSTRAINT(categories_slug_key, ERR_SLUG_TAKEN);
CONSTRAINT(categories_parent_fkey, ERR_CATEGORY_IN_USE);
CONSTRAINT(categories_parent_other, ERR_CATEGORY_CYCLE);
CONSTRAINT(products_category_fkey, ERR_CATEGORY_IN_USE);

/* Every category with the names that lead to it, and what lies below it. */
#define TREE                                                         \
	"WITH RECURSIVE tree AS ("                                   \
	" SELECT id, name, slug, parent_id, created_at, version,"    \
	"  0 AS depth, ARRAY[lower(name) || id] AS path,"            \
	"  ARRAY[id] AS ids FROM categories WHERE parent_id IS NULL" \
	" UNION ALL SELECT c.id, c.name, c.slug, c.parent_id,"       \
	"  c.created_at, c.version, t.depth + 1,"                    \
	"  t.path || (lower(c.name) || c.id), t.ids || c.id"         \
	" FROM categories c JOIN tree t ON c.parent_id = t.id"       \
	" WHERE t.depth < 20),"                                      \
	" counted AS (SELECT a.id, sum(n.listed)::bigint AS listed"  \
	"  FROM tree b CROSS JOIN LATERAL unnest(b.ids) a (id)"      \
	"  JOIN category_counts n ON n.category_id = b.id GROUP BY a.id)"

#define CATEGORY_JSON                                                   \
	"json_build_object('id', d.id, 'name', d.name, 'slug', d.slug," \
	" 'parentId', d.parent_id, 'depth', d.depth,"                   \
	" 'listed', coalesce(e.listed, 0))"

QUERY(sql_category_list, .sql =
    TREE " SELECT t.id, t.name, t.slug, t.parent_id, t.created_at, t.version,"
    "  t.depth, coalesce(n.listed, 0) AS listed"
    " FROM tree t LEFT JOIN counted n USING (id) ORDER BY t.path");

QUERY(sql_category_tops, .sql =
    TREE " SELECT t.id, t.name, t.slug, coalesce(n.listed, 0) AS listed,"
    "  (SELECT p.images ->> 0 FROM tree d CROSS JOIN LATERAL"
    "   (SELECT images FROM products p WHERE p.category_id = d.id"
    "    AND p.is_listed AND p.images <> '[]'"
    "    ORDER BY p.created_at, p.id LIMIT 1) p"
    "   WHERE t.id = ANY (d.ids) ORDER BY d.path LIMIT 1) AS image,"
    "  (SELECT json_agg(" CATEGORY_JSON " ORDER BY d.path) FROM tree d"
    "   LEFT JOIN counted e ON e.id = d.id"
    "   WHERE d.ids[1] = t.id AND d.depth > 0) AS children"
    " FROM tree t LEFT JOIN counted n ON n.id = t.id"
    " WHERE t.depth = 0 ORDER BY t.path");

#define CATEGORY_COLUMNS "id, name, slug, parent_id, created_at, version"

QUERY(sql_category_get, .none = ERR_CATEGORY_NOT_FOUND, .sql =
    "SELECT " CATEGORY_COLUMNS " FROM categories WHERE id = $1");

QUERY(sql_category_add, .none = ERR_CATEGORY_NOT_FOUND, .sql =
    "INSERT INTO categories (id, name, slug, parent_id)"
    " SELECT $1, $2, $3, $4 WHERE $4::uuid IS NULL"
    "  OR EXISTS (SELECT FROM categories WHERE id = $4)"
    " RETURNING " CATEGORY_COLUMNS);

/* One move at a time: two concurrent moves could make a cycle. */
QUERY(sql_category_lock, .sql =
    "SELECT pg_advisory_xact_lock(hashtext('categories'))");

struct category_check {
	bool exists, parent_exists, cycle;
};
SPEC_STATIC(category_check,
    FIELD(exists),
    FIELD(parent_exists),
    FIELD(cycle));

QUERY(sql_category_check, .sql =
    "WITH RECURSIVE below AS (SELECT id FROM categories WHERE id = $1"
    "  UNION SELECT c.id FROM categories c JOIN below b"
    "  ON c.parent_id = b.id)"
    " SELECT EXISTS (SELECT FROM categories WHERE id = $1) AS exists,"
    "  $2::uuid IS NULL OR EXISTS (SELECT FROM categories WHERE id = $2)"
    "   AS parent_exists,"
    "  EXISTS (SELECT FROM below WHERE id = $2) AS cycle");

QUERY(sql_category_edit, .none = ERR_STALE, .sql =
    "UPDATE categories SET name = coalesce($2, name),"
    "  slug = coalesce($3, slug), parent_id = CASE WHEN $5 THEN NULL"
    "  ELSE coalesce($4, parent_id) END, version = version + 1"
    " WHERE id = $1 AND ($6::bigint IS NULL OR version = $6)"
    " RETURNING " CATEGORY_COLUMNS);

/* The row as it was before the statement, and whether it is removed. */
struct category_removal {
	bool removed;
};
SPEC_STATIC(category_removal, FIELD(removed));

QUERY(sql_category_remove, .none = ERR_CATEGORY_NOT_FOUND, .sql =
    "WITH gone AS (DELETE FROM categories"
    "  WHERE id = $1 AND ($2::bigint IS NULL OR version = $2) RETURNING id)"
    " SELECT EXISTS (SELECT FROM gone) AS removed FROM categories"
    " WHERE id = $1");

enum err
db_category_list(struct db *db, LIST(category) *out)
{
	return db_all(db, &sql_category_list, NO_VALUES, category, out);
}

enum err
db_category_tops(struct db *db, LIST(category_top) *out)
{
	return db_all(db, &sql_category_tops, NO_VALUES, category_top, out);
}

enum err
db_category_get(struct db *db, struct uuid id, struct category *out)
{
	return db_one(db, &sql_category_get, VALUES(V(id)), category, out);
}

enum err
db_category_named(enum err e)
{
	return e == ERR_CATEGORY_IN_USE ? ERR_CATEGORY_NOT_FOUND : e;
}

enum err
db_category_add(struct db *db, struct category *c)
{
	return db_category_named(db_one(db, &sql_category_add,
	    VALUES(V(c->id), V(c->name), V(c->slug), V(c->parent_id)), category,
	    c));
}

struct category_editing {
	const struct category_change *change;
	struct category              *out;
};

static enum err
category_edit_tx(struct db *db, void *ctx)
{
	struct category_editing      *w = ctx;
	const struct category_change *c = w->change;
	struct category_check         check;
	enum err                      e;

	db_batch(db);
	db_run(db, &sql_category_lock, NO_VALUES, NULL);
	db_one(db, &sql_category_check, VALUES(V(c->id), V(c->parent_id)),
	    category_check, &check);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	if (!check.exists || !check.parent_exists)
		return ERR_CATEGORY_NOT_FOUND;
	if (check.cycle && !c->to_top)
		return ERR_CATEGORY_CYCLE;
	e = db_one(db, &sql_category_edit,
	    VALUES(V(c->id), V(c->name), V(c->slug), V(c->parent_id),
		V(c->to_top), V(c->version)),
	    category, w->out);
	return e == ERR_STALE && c->version == INT_NONE ?
	    ERR_CATEGORY_NOT_FOUND :
	    e;
}

enum err
db_category_edit(struct db *db, const struct category_change *change,
    struct category *out)
{
	struct category_editing w = { change, out };

	return db_category_named(db_tx(db, category_edit_tx, &w));
}

enum err
db_category_remove(struct db *db, struct uuid id, int64_t version)
{
	struct category_removal r;
	enum err                e;

	e = db_one(db, &sql_category_remove, VALUES(V(id), V(version)),
	    category_removal, &r);
	return e != ERR_OK || r.removed ? e : ERR_STALE;
}
