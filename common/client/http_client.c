/* SPDX-License-Identifier: ISC */
#include <curl/curl.h>
#include <stdlib.h>

#include "common/base/buf.h"
#include "common/base/log.h"
#include "common/base/metrics.h"
#include "common/client/http_client.h"

#define CONNECT_MS 500
#define ANSWER_MS  3000

static CURL      *handle;
static struct buf received;

static size_t
receive(char *data, size_t size, size_t n, void *unused)
{
	(void)unused;
	if (received.len + size * n > HTTP_ANSWER_MAX)
		return 0; /* ends the transfer with an error */
	buf_add(&received, data, size * n);
	return size * n;
}

static struct curl_slist *
header_list(const struct http_call *call)
{
	struct curl_slist *list = NULL;

	for (size_t i = 0; i < HTTP_HEADERS_MAX && call->headers[i] != NULL;
	     i++)
		list = curl_slist_append(list, call->headers[i]);
	return curl_slist_append(list, "Expect:");
}

static void
prepare(const struct http_call *call, struct curl_slist *headers)
{
	if (handle == NULL) {
		curl_global_init(CURL_GLOBAL_DEFAULT);
		if ((handle = curl_easy_init()) == NULL)
			abort();
	}
	curl_easy_reset(handle);
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(handle, CURLOPT_PROXY, "");
	curl_easy_setopt(handle, CURLOPT_URL, call->url);
	curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, call->method);
	curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
	    call->connect_ms != 0 ? call->connect_ms : CONNECT_MS);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS,
	    call->timeout_ms != 0 ? call->timeout_ms : ANSWER_MS);
	if (call->fresh)
		curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
	if (call->unix_socket != NULL)
		curl_easy_setopt(handle, CURLOPT_UNIX_SOCKET_PATH,
		    call->unix_socket);
	if (call->user_password != NULL)
		curl_easy_setopt(handle, CURLOPT_USERPWD, call->user_password);
	if (call->body != NULL) {
		curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)call->body_len);
		curl_easy_setopt(handle, CURLOPT_POSTFIELDS, call->body);
	}
}

static enum http_outcome
outcome_of(CURLcode rc)
{
	long sent = 0;

	if (rc == CURLE_OK)
		return HTTP_ANSWERED;
	curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &sent);
	return rc == CURLE_COULDNT_CONNECT ||
		rc == CURLE_COULDNT_RESOLVE_HOST || sent == 0 ?
	    HTTP_NOT_SENT :
	    HTTP_UNKNOWN;
}

void
http_call(struct arena *a, const struct http_call *call,
    struct http_answer *out)
{
	struct curl_slist *headers = header_list(call);
	long               status = 0;
	CURLcode           rc;

	metrics_add(METRIC_CALLS, 1);
	buf_reset(&received);
	prepare(call, headers);
	rc = curl_easy_perform(handle);
	out->outcome = outcome_of(rc);
	curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
	out->status = rc == CURLE_OK ? (int)status : 0;
	out->body = arena_dup(a, received.data, received.len);
	out->body_len = received.len;
	curl_slist_free_all(headers);
	if (rc != CURLE_OK)
		log_write(LOG_WARN, "call failed", "url", call->url, "why",
		    curl_easy_strerror(rc), NULL);
}
