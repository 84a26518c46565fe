// What Swift needs of libcurl (7.88 or later) and cannot call itself: curl_easy_setopt and curl_easy_getinfo are variadic.
#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>
#include <locale.h>

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

/// libcurl keeps a copy of the text.
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *text) {
  return curl_easy_setopt(handle, option, text);
}

/// libcurl keeps the pointer: what it points to must live as long as the transfer.
static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *pointer) {
  return curl_easy_setopt(handle, option, pointer);
}

/// Sends these bytes, which libcurl does not copy. (No bytes are an empty body, not "ask the read callback".)
static inline CURLcode ccurl_set_body(CURL *handle, const void *bytes, size_t count) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  if (code != CURLE_OK) return code;
  return curl_easy_setopt(handle, CURLOPT_POSTFIELDS, bytes && count ? bytes : (const void *)"");
}

/// The function behind CURLOPT_WRITEFUNCTION or CURLOPT_HEADERFUNCTION.
static inline CURLcode ccurl_set_receiver(CURL *handle, CURLoption option, curl_write_callback receiver) {
  return curl_easy_setopt(handle, option, receiver);
}

static inline CURLcode ccurl_set_progress(CURL *handle, curl_xferinfo_callback progress) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
}

/// A number by its CURLINFO, 0 when there is none.
static inline long ccurl_get_long(CURL *handle, CURLINFO info) {
  long value = 0;
  return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

/// The URL with its host in ASCII (IDNA). libidn2 reads a name in the locale's encoding, and ours is UTF-8 whatever the
/// locale of the process. To be freed by curl_free.
static inline CURLUcode ccurl_get_ascii_url(CURLU *url, char **text) {
  locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
  CURLUcode code = curl_url_get(url, CURLUPART_URL, text, CURLU_PUNYCODE);
  if (utf8) {
    uselocale(before);
    freelocale(utf8);
  }
  return code;
}

#endif
