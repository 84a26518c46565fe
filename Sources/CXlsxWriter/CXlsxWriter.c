#include "CXlsxWriter.h"

#include <dlfcn.h>
#include <pthread.h>

static struct cxlsxwriter_functions functions;

static const char *fault = "libxlsxwriter is not open";

static void open_library(void) {
  // Of the version whose types were compiled: others lay them out differently.
  void *library = dlopen("libxlsxwriter.so." LXW_SOVERSION, RTLD_LAZY | RTLD_LOCAL);
  if (!library) {
    fault = dlerror();
    return;
  }
#define FIND(name) \
  if (!(functions.name = (__typeof__(functions.name))dlsym(library, #name))) { \
    fault = "libxlsxwriter lacks " #name; \
    return; \
  }
  CXLSXWRITER_FUNCTIONS(FIND)
  fault = NULL;
}

const char *cxlsxwriter_open(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_library);
  return fault;
}

const struct cxlsxwriter_functions *cxlsxwriter(void) { return &functions; }
