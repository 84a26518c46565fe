// What the client needs of libcurl (7.88 or later). The library is opened when it is first asked for: it brings some thirty
// others with it, which a command that needs no server would wait for. Its types and constants come from its own header;
// its functions are called by the names here alone.
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>

/// Opens the library, once in a process; without it none of what follows may be called.
///
/// Returns why that cannot be done, or NULL when it is open.
const char *ccurl_open(void);

CURL *ccurl_easy_init(void);
void ccurl_easy_reset(CURL *handle);
CURLcode ccurl_easy_perform(CURL *handle);
void ccurl_easy_cleanup(CURL *handle);
const char *ccurl_easy_strerror(CURLcode code);

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);

/// libcurl keeps a copy of the text.
CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *text);

/// libcurl keeps the pointer: what it points to must live as long as the transfer.
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *pointer);

/// Sends these bytes, which libcurl does not copy. (No bytes are an empty body, not "ask the read callback".)
CURLcode ccurl_set_body(CURL *handle, const void *bytes, size_t count);

/// The function behind CURLOPT_WRITEFUNCTION or CURLOPT_HEADERFUNCTION.
CURLcode ccurl_set_receiver(CURL *handle, CURLoption option, curl_write_callback receiver);

CURLcode ccurl_set_progress(CURL *handle, curl_xferinfo_callback progress);

/// A number by its CURLINFO, 0 when there is none.
long ccurl_get_long(CURL *handle, CURLINFO info);

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);

CURLU *ccurl_url(void);
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags);
/// The text is to be freed by ccurl_free.
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text);
void ccurl_url_cleanup(CURLU *url);
const char *ccurl_url_strerror(CURLUcode code);
void ccurl_free(void *text);

/// The URL with its host in ASCII (IDNA). libidn2 reads a name in the locale's encoding, and ours is UTF-8 whatever the
/// locale of the process. To be freed by ccurl_free.
CURLUcode ccurl_get_ascii_url(CURLU *url, char **text);

#endif
