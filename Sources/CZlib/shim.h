// zlib, whose initialisers are macros, which Swift cannot call.
#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

/// Begins a gzip stream (RFC 1952) at a level, 1 (quickest) to 9 (smallest).
static inline int yizhan_gzip_begin(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY);
}

#endif
