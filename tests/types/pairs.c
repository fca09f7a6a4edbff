/* SPDX-License-Identifier: ISC */
/*
 * pairs.c - a struct and its spec belong together, everywhere one is given.
 * As it stands, this compiles.  Each WRONG_… macro makes one pair wrong, and
 * then no compiler may accept it: see pairs.tap.
 */
#include "common/client/service_ask.h"
#include "common/http/route.h"
#include "common/model/input.h"
#include "common/model/json_write.h"
#include "db/pg/pg.h"

struct leaf {
	int64_t weight;
};
LIST_DECLARE(leaf);
SPEC_STATIC(leaf, FIELD(weight));

struct tea {
	const char      *name;
	struct money     price;
	struct leaf      leaf, *spare;
	LIST(leaf)       leaves;
	struct text_list tags;
	double           strength;
	int              kind;
};
LIST_DECLARE(tea);

static const char *const kinds[] = { "GREEN", "BLACK", NULL };

SPEC_STATIC(tea,
    FIELD(name),
#ifdef WRONG_STRUCT /* a member of another struct */
    FIELD(weight),
#endif
#ifdef WRONG_TYPE /* a type that no field has */
    FIELD(strength),
#endif
#ifdef WRONG_ITEM /* a list of something else */
    FIELD_OF(leaves, tea),
#else
    FIELD_OF(leaves, leaf),
#endif
#ifdef WRONG_TEXTS /* a list, but not of texts */
    FIELD_TEXTS(leaves),
#else
    FIELD_TEXTS(tags),
#endif
#ifdef WRONG_OBJECT /* an object of another spec */
    FIELD_SUB(leaf, tea),
#else
    FIELD_SUB(leaf, leaf),
#endif
#ifdef WRONG_POINTER /* an object, not a pointer to one */
    FIELD_PTR(leaf, leaf),
#else
    FIELD_PTR(spare, leaf),
#endif
#ifdef WRONG_ENUM /* words of what is no enum */
    FIELD_ENUM(name, kinds),
#else
    FIELD_ENUM(kind, kinds),
#endif
    FIELD(price));

struct tea_in {
	struct uuid id;
};
SPEC_STATIC(tea_in, FIELD(id, REQUIRED));

#ifdef WRONG_INPUT /* the handler reads what its input has not */
HANDLER(tea_show, leaf, tea)
#else
HANDLER(tea_show, tea_in, tea)
#endif
{
	out->name = in->id.text;
	return ERR_OK;
}

#ifdef WRONG_MODEL /* the handler fills what its model has not */
HANDLER(tea_list, none, leaf)
#else
HANDLER(tea_list, none, tea)
#endif
{
	out->name = "Assam";
	return ERR_OK;
}

#ifdef WRONG_ROUTE /* a function is no handler: it has no specs */
static enum err
tea_remove(struct req *rq)
{
	(void)rq;
	return ERR_OK;
}
#else
HANDLER(tea_remove, none, none)
{
	return ERR_OK;
}
#endif

#define EVENT_TEA_SOLD "tea.sold", tea
#define CALL_TEA_SELL  "teas", POST, "/internal/teas/sell", tea, leaf

HANDLER(tea_sell, tea, leaf)
{
	out->weight = in->leaf.weight;
	return ERR_OK;
}

extern const struct route pair_routes[];
const struct route        pair_routes[] = {
	       { GET, "/teas/:id", &tea_show, .who = ANYONE },
	       { GET, "/teas", &tea_list, .who = ANYONE },
	       { DELETE, "/teas/:id", &tea_remove, .who = ADMIN },
#ifdef WRONG_SERVES /* a handler of other types than the call's */
	SERVES(CALL_TEA_SELL, tea_show),
#else
	SERVES(CALL_TEA_SELL, tea_sell),
#endif
	{ 0 },
};

QUERY(sql_teas, .sql = "SELECT 'Assam' AS name");

enum err pairs(struct req *, struct buf *);
enum err
pairs(struct req *rq, struct buf *b)
{
	const struct caller who = { .arena = rq->arena };
	struct tea          tea = { 0 };
	struct leaf         leaf = { 0 };
	LIST(tea)           teas = { 0 };
	LIST(leaf)          leaves = { 0 };

	(void)leaves;
	(void)leaf;
#ifdef WRONG_ROW /* a row into another struct */
	db_one(rq->db, &sql_teas, NO_VALUES, tea, &leaf);
#else
	db_one(rq->db, &sql_teas, NO_VALUES, tea, &tea);
#endif
#ifdef WRONG_ROWS /* rows into a list of another struct */
	db_all(rq->db, &sql_teas, NO_VALUES, tea, &leaves);
#else
	db_all(rq->db, &sql_teas, NO_VALUES, tea, &teas);
#endif
#ifdef WRONG_EVENT /* another payload than the event's */
	db_event(rq->db, EVENT_TEA_SOLD, rq->once_id, &leaf);
#else
	db_event(rq->db, EVENT_TEA_SOLD, rq->once_id, &tea);
#endif
#ifdef WRONG_READ /* JSON into another struct */
	if (!json_read(rq->arena, tea, "{}", 2, &leaf))
		return ERR_INTERNAL;
#else
	if (!json_read(rq->arena, tea, "{}", 2, &tea))
		return ERR_INTERNAL;
#endif
#ifdef WRONG_READ_LIST /* JSON into a list of another struct */
	if (!json_read_list(rq->arena, tea, "[]", 2, &leaves))
		return ERR_INTERNAL;
#else
	if (!json_read_list(rq->arena, tea, "[]", 2, &teas))
		return ERR_INTERNAL;
#endif
#ifdef WRONG_WRITE /* another struct as JSON */
	json_write(b, tea, &leaf);
#else
	json_write(b, tea, &tea);
#endif
#ifdef WRONG_ADD /* an item of another type */
	*list_add(rq->arena, &teas) = leaf;
#else
	*list_add(rq->arena, &teas) = tea;
#endif
#ifdef WRONG_ASK /* another body than the call's */
	return service_ask(&who, CALL_TEA_SELL, &leaf, &tea.leaf);
#elif defined(WRONG_ANSWER) /* another answer than the call's */
	return service_ask(&who, CALL_TEA_SELL, &tea, &tea);
#else
	return service_ask(&who, CALL_TEA_SELL, &tea, &tea.leaf);
#endif
}
