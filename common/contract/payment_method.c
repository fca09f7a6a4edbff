/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/currency.h"
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

static int64_t
minimum_of(enum payment_method method, const struct currency *c)
{
	static const struct {
		enum payment_method method;
		char                currency[4];
		int64_t             minor;
	} minimums[] = {
#define PAYMENT_MINIMUM(method, currency, minor) \
	{ PAY_##method, #currency, minor },
#include "common/contract/payment_minimums.def"
#undef PAYMENT_MINIMUM
	};

	for (size_t i = 0; i < sizeof(minimums) / sizeof(*minimums); i++)
		if (minimums[i].method == method &&
		    strcmp(minimums[i].currency, c->code) == 0)
			return minimums[i].minor;
	return c->step;
}

enum err
payment_amount_check(enum payment_method method, struct money amount,
    const char *currency)
{
	const struct currency *c = currency_find(currency);

	if (amount.minor == 0)
		return ERR_OK;
	if (c == NULL || amount.exponent != c->exponent ||
	    amount.minor % c->step != 0)
		return ERR_AMOUNT_STEP;
	return amount.minor < minimum_of(method, c) ? ERR_AMOUNT_TOO_SMALL :
						      ERR_OK;
}

void
payment_method_complain(struct complaints *cs, const char *field)
{
	complain_as(cs, field, "not_offered",
	    SAY(err_title(ERR_PAYMENT_METHOD)), NO_ARGS);
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
