/* SPDX-License-Identifier: ISC */
/*
 * dispatch_impl.h - the state that the steps of a request share.
 */
#ifndef FARM_HTTP_DISPATCH_IMPL_H
#define FARM_HTTP_DISPATCH_IMPL_H

#include "common/http/response.h"

struct pass {
	const struct service *service;
	const struct route   *route;
	struct req           *rq;
	struct response      *rs;
	struct once           once;
	size_t captures; /* captures of the path; the first parameters */
	bool   handled;  /* input and handler had their turn */
};

/* dispatch_input.c: the request as its handler's input. */
void     face_take(struct req *);
enum err params_take(struct pass *); /* of the query, and of a page's form */
enum err body_take(struct pass *);
enum err input_take(struct pass *);

/* dispatch_once.c: the Idempotency-Key. */
enum err once_begin(struct pass *);
void     once_replay(struct pass *);
void     once_end(struct pass *, enum err);

/* dispatch_answer.c: a success; an error as the form or list it came from,
   or as the way to the sign-in page.  False: answer it as a problem. */
void answer_success(struct pass *);
bool answer_refused(struct pass *, enum err);
bool answer_sign_in(struct pass *, enum err);

#endif
