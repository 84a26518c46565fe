#define CURL_DISABLE_TYPECHECK
#include "CCurl.h"

#include <dlfcn.h>
#include <locale.h>
#include <pthread.h>

#define FUNCTIONS(X) \
  X(global_init) X(easy_init) X(easy_reset) X(easy_perform) X(easy_cleanup) X(easy_strerror) X(easy_setopt) \
  X(easy_getinfo) X(slist_append) X(slist_free_all) X(url) X(url_set) X(url_get) X(url_cleanup) X(url_strerror) X(free)

/// By their names without the prefix; all there once the library is open.
static struct {
#define MEMBER(name) __typeof__(&curl_##name) name;
  FUNCTIONS(MEMBER)
} curl;

static const char *fault = "libcurl is not open";

static void open_library(void) {
  void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
  if (!library) {
    fault = dlerror();
    return;
  }
#define FIND(name) \
  if (!(curl.name = (__typeof__(curl.name))dlsym(library, "curl_" #name))) { \
    fault = "libcurl is too old: it lacks curl_" #name; \
    return; \
  }
  FUNCTIONS(FIND)
  CURLcode code = curl.global_init(CURL_GLOBAL_SSL);
  fault = code == CURLE_OK ? NULL : curl.easy_strerror(code);
}

const char *ccurl_open(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_library);
  return fault;
}

CURL *ccurl_easy_init(void) { return curl.easy_init(); }
void ccurl_easy_reset(CURL *handle) { curl.easy_reset(handle); }
CURLcode ccurl_easy_perform(CURL *handle) { return curl.easy_perform(handle); }
void ccurl_easy_cleanup(CURL *handle) { curl.easy_cleanup(handle); }
const char *ccurl_easy_strerror(CURLcode code) { return curl.easy_strerror(code); }

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl.easy_setopt(handle, option, value);
}

CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *text) {
  return curl.easy_setopt(handle, option, text);
}

CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *pointer) {
  return curl.easy_setopt(handle, option, pointer);
}

CURLcode ccurl_set_body(CURL *handle, const void *bytes, size_t count) {
  CURLcode code = curl.easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  if (code != CURLE_OK) return code;
  return curl.easy_setopt(handle, CURLOPT_POSTFIELDS, bytes && count ? bytes : (const void *)"");
}

CURLcode ccurl_set_receiver(CURL *handle, CURLoption option, curl_write_callback receiver) {
  return curl.easy_setopt(handle, option, receiver);
}

CURLcode ccurl_set_progress(CURL *handle, curl_xferinfo_callback progress) {
  return curl.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
}

long ccurl_get_long(CURL *handle, CURLINFO info) {
  long value = 0;
  return curl.easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
  return curl.slist_append(list, text);
}

void ccurl_slist_free_all(struct curl_slist *list) { curl.slist_free_all(list); }

CURLU *ccurl_url(void) { return curl.url(); }

CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
  return curl.url_set(url, part, text, flags);
}

CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text) { return curl.url_get(url, part, text, 0); }

void ccurl_url_cleanup(CURLU *url) { curl.url_cleanup(url); }
const char *ccurl_url_strerror(CURLUcode code) { return curl.url_strerror(code); }
void ccurl_free(void *text) { curl.free(text); }

CURLUcode ccurl_get_ascii_url(CURLU *url, char **text) {
  locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
  CURLUcode code = curl.url_get(url, CURLUPART_URL, text, CURLU_PUNYCODE);
  if (utf8) {
    uselocale(before);
    freelocale(utf8);
  }
  return code;
}
