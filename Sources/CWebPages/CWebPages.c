// Each file of the pages takes two places here: its bytes, and its row in the table. Compilers know `#embed` since
// LLVM 19, and build this anew when a file changes.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CWebPages.h"

static const unsigned char check_in_html[] = {
#embed "../WebPages/Pages/check-in.html"
};
static const unsigned char index_html[] = {
#embed "../WebPages/Pages/index.html"
};
static const unsigned char manage_html[] = {
#embed "../WebPages/Pages/manage.html"
};
static const unsigned char manifest_webmanifest[] = {
#embed "../WebPages/Pages/manifest.webmanifest"
};
static const unsigned char pages_css[] = {
#embed "../WebPages/Pages/pages.css"
};
static const unsigned char service_worker_js[] = {
#embed "../WebPages/Pages/service-worker.js"
};

#define FILE(name, bytes) { name, bytes, sizeof bytes }

static const struct yizhan_page_file files[] = {
  FILE("check-in.html", check_in_html),
  FILE("index.html", index_html),
  FILE("manage.html", manage_html),
  FILE("manifest.webmanifest", manifest_webmanifest),
  FILE("pages.css", pages_css),
  FILE("service-worker.js", service_worker_js),
};

const struct yizhan_page_file *yizhan_page_file(size_t number) {
  return number < sizeof files / sizeof *files ? &files[number] : NULL;
}
