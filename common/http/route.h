/* SPDX-License-Identifier: ISC */
/*
 * route.h - what a service answers, and to whom.
 *
 * Each file with handlers ends with a table of rows.  The service's main.c
 * gathers the tables.  The order of rows does not matter: a literal part of
 * a path goes before a capture.
 *
 * A row serves two faces.  Under /api its model leaves as JSON.  At the root
 * the page that it names shows the same model.  A write that came from a page
 * is answered 303 to where its handler points (req_next), a write that came
 * from the API with ->status and the model.  HTML forms know only POST; they
 * name another method in the field "_method".
 *
 *	HANDLER(tea_show, id_in, tea_page)
 *	{
 *		return db_tea_get(rq->db, in->id, &out->tea);
 *	}
 *
 *	const struct route tea_routes[] = {
 *		{ GET, "/teas/:id", &tea_show, .page = "teas/show",
 *		    .who = ANYONE },
 *		{ 0 },
 *	};
 */
#ifndef FARM_HTTP_ROUTE_H
#define FARM_HTTP_ROUTE_H

#include "common/http/request.h"
#include "common/http/store.h"

/* A handler with the specs of its input and its model. */
struct handler {
	enum err (*call)(struct req *);
	struct spec *in, *out;
};

/*
 * HANDLER(name, input, model) { body }: the body sees "rq", "in" and "out" of
 * these types.  "none" reads nothing, or has no model.  PUBLIC_HANDLER is
 * for rows in other files than the handler's.
 */
#define HANDLER_(storage, fn, I, O)                                            \
	static enum err fn##_handle(struct req *, const struct I *,            \
	    struct O *);                                                       \
	static enum err fn##_call(struct req *rq)                              \
	{                                                                      \
		return fn##_handle(rq, rq->in, rq->out);                       \
	}                                                                      \
	storage const struct handler fn = { fn##_call, &I##_spec, &O##_spec }; \
	static enum err fn##_handle(__attribute__((unused)) struct req *rq,    \
	    __attribute__((unused)) const struct I                     *in,    \
	    __attribute__((unused)) struct O                           *out)
#define HANDLER(fn, I, O)        HANDLER_(static, fn, I, O)
#define PUBLIC_HANDLER(fn, I, O) HANDLER_(, fn, I, O)

/* A row that does not say who may call it stops the program at start. */
enum who {
	UNDECLARED,
	ANYONE,  /* the answer is the same for everybody */
	VISITOR, /* anyone; rq->session tells who, if signed in */
	SIGNED_IN,
	VENDOR,
	ADMIN,
	SERVICE /* another part of the farm, on the internal socket */
};

enum face { BOTH, API_ONLY, PAGE_ONLY };

/* How a success leaves. */
enum shape {
	AS_FACE,    /* a page at the root, JSON under /api */
	AS_JSON,    /* JSON wherever it was asked for */
	AS_WRITTEN, /* what the handler wrote to rq->written */
	AS_STREAM,  /* what it writes in pieces, see req_stream() */
	AS_FILE     /* a private file, see private_send() */
};

/*
 * At most "count" in "seconds" for one user, or for one address without a user.
 */
struct rate {
	const char *name;
	int         count, seconds;
};

struct route {
	enum method           method;
	const char           *path; /* "/products/:id" */
	const struct handler *handler;
	const char           *page; /* "products/show"; NULL: none */
	enum who              who;
	enum face             face;
	int                   status;    /* of API success; 0: 200 */
	size_t                body_max;  /* bytes of the body; 0: BODY_MAX */
	bool                  body_file; /* kept in files, see body.h */
	bool                  once;      /* honours Idempotency-Key */
	bool                  raw;       /* any body, unread: webhooks */
	bool                  form_body; /* API: takes a form, not JSON */
	enum shape            shape;
	bool                  array; /* API: the model's first list alone */
	/* The page whose form sends this, shown again when it is refused;
	   NULL: the page at the same path. */
	const char        *form;
	const struct rate *rate;
};

/*
 * The row of a call that this service answers: SERVES(CALL_ORDER_PAID,
 * order_paid), with further members of the row behind.  The handler must have
 * the types of the call (common/contract/call.h).
 */
#define SERVES(...) SERVES_(__VA_ARGS__)
#define SERVES_(service_, method_, path_, I, O, fn, ...)              \
	{                                                             \
		.method = (method_), .path = (path_),                 \
		.handler = _Generic(&fn##_handle,                     \
				    enum err(*)(struct req *,         \
					const struct I *, struct O *) \
				    : &fn),                           \
		.who = SERVICE, __VA_ARGS__                           \
	}

struct service {
	const char                *name;
	const struct route *const *tables; /* of rows; ends with NULL */
	const struct route       **rows;   /* made by routes_gather() */
	size_t                     nrows;
	struct spec               *settings; /* its own; NULL: none */
	void                      *config;   /* of that spec */
	/* Do the settings fit together?  If not, it says so by config_refuse();
	   the program does not start.  NULL: nothing to check. */
	bool (*settings_check)(const char *program);
	const char *const  *database_url; /* a member of ->config */
	const struct store *store;        /* NULL: no database */
	session_find_fn    *session_find; /* NULL: session_ask_auth */
	/* More for --check: prints what is wrong with the data; or NULL. */
	bool (*data_check)(struct db *);
	/* Further prefixes of APIs ("/sandbox/NAME/v1/"), then NULL; or NULL. */
	const char *const *api_prefixes;
};

/*
 * Run as a FastCGI pool's worker on descriptor 0, or do what the arguments
 * say (--check, --routes, --settings); the exit status.
 */
int service_main(struct service *, int argc, char **argv);

/* Can this service do its work: database and Redis? */
enum err health_check(struct req *);
/* The rows of every service: "GET /internal/health". */
extern const struct route common_routes[];

#endif
