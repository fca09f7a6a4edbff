/* SPDX-License-Identifier: ISC */
/*
 * route.h - the one table that says what a service answers, and to whom.
 *
 * A row serves two faces: under /api its model leaves as JSON, and when it
 * names a page the same model is rendered at the root.  A write that came
 * from a page is answered 303 to where its handler points (req_next), from
 * the API with ->status and the model.  HTML forms, which only know POST,
 * name another method in the field "_method".
 */
#ifndef FARM_HTTP_ROUTE_H
#define FARM_HTTP_ROUTE_H

#include "common/http/request.h"
#include "common/http/store.h"

typedef enum err handler_fn(struct req *);

enum who {
	ANYONE,  /* and it makes no difference who */
	VISITOR, /* anyone; rq->session tells who, if signed in */
	SIGNED_IN,
	VENDOR,
	ADMIN,
	SERVICE /* another part of the farm, on the internal socket */
};

enum face { BOTH, API_ONLY, PAGE_ONLY };

/* How a success leaves. */
enum shape {
	AS_FACE,   /* a page at the root, JSON under /api */
	AS_JSON,   /* JSON wherever it was asked for */
	AS_WRITTEN /* what the handler wrote to rq->written */
};

/* At most "count" in "seconds" for one user, or one address when nobody. */
struct rate {
	const char *name;
	int         count, seconds;
};

struct route {
	enum method  method;
	const char  *path; /* "/products/:id" */
	handler_fn  *handler;
	struct spec *in;   /* NULL: nothing is read */
	struct spec *out;  /* NULL: 204, or 303 on pages */
	const char  *page; /* "products/show"; NULL: none */
	enum who     who;
	enum face    face;
	int          status;    /* of API success; 0: 200 */
	bool         once;      /* honours Idempotency-Key */
	bool         raw;       /* any body, unread: webhooks */
	bool         form_body; /* API: takes a form, not JSON */
	enum shape   shape;
	bool         array; /* API: the model's first list alone */
	/* The page whose form sends this, shown again when it is refused;
	   NULL: the page at the same path. */
	const char        *form;
	const struct rate *rate;
};

struct service {
	const char         *name;
	const struct route *routes;       /* ends with ->path == NULL */
	struct spec        *settings;     /* its own; NULL: none */
	void               *config;       /* of that spec */
	const char *const  *database_url; /* a member of ->config */
	const struct store *store;        /* NULL: no database */
	session_find_fn    *session_find; /* NULL: session_ask_auth */
	/* Below here, too, is an API ("/sandbox/stripe/v1/"); or NULL. */
	const char *api_prefix;
};

/*
 * Run as a FastCGI pool's worker on descriptor 0, or do what the arguments
 * say (--check, --routes, --settings); the exit status.
 */
int service_main(const struct service *, int argc, char **argv);

/* "GET /internal/health": every service's row. */
handler_fn health_show;
#define HEALTH_ROUTE                                                 \
	{                                                            \
		GET, "/internal/health", health_show, .who = SERVICE \
	}

#endif
