/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/err.h"
#include "common/contract/payment_method.h"
#include "common/model/config.h"

const char *const payment_method_words[] = {
#define PAYMENT_METHOD(name) #name,
#include "common/contract/payment_methods.def"
#undef PAYMENT_METHOD
	NULL
};

SPEC(payment_offer, FIELD(payment_methods, RANGE(0, 200)));

SPEC(payment_choice, FIELD_ENUM(method, payment_method_words));

/* The next word of "*s", or NULL at the end. */
static const char *
word_next(const char **s, size_t *len)
{
	const char *word = *s + strspn(*s, " ");

	*len = strcspn(word, " ");
	*s = word + *len;
	return *len > 0 ? word : NULL;
}

bool
payment_method_offered(const struct payment_offer *offer, int method)
{
	const char *s = offer->payment_methods, *word;
	size_t      len;

	while (s != NULL && (word = word_next(&s, &len)) != NULL)
		if (word_index(payment_method_words, word, len) == method)
			return method != -1;
	return false;
}

void
payment_choices(const struct payment_offer *offer, struct arena *a,
    LIST(payment_choice) *out)
{
	for (int m = 0; m < PAY__COUNT; m++)
		if (payment_method_offered(offer, m))
			list_add(a, out)->method = (enum payment_method)m;
}

void
payment_method_complain(struct complaints *cs, const char *field)
{
	complain_as(cs, field, "not_offered", SAY(err_title(ERR_PAYMENT_METHOD)),
	    NO_ARGS);
}

bool
payment_offer_check(const struct payment_offer *offer, const char *program)
{
	const char *s = offer->payment_methods, *word;
	size_t      len;
	bool        ok = true;

	while (s != NULL && (word = word_next(&s, &len)) != NULL) {
		if (word_index(payment_method_words, word, len) != -1)
			continue;
		ok = config_refuse(program, "PAYMENT_METHODS",
		    "\"%.*s\" is not a payment method.", (int)len, word);
	}
	return ok;
}
