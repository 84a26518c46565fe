// The files of Sources/WebPages/Pages, as they are, in the program.
#ifndef CWEBPAGES_H
#define CWEBPAGES_H

#include <stddef.h>

struct yizhan_page_file {
  /// Its name in the folder.
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

/// The file of a number, counted from 0; NULL beyond the last.
const struct yizhan_page_file *yizhan_page_file(size_t number);

#endif
