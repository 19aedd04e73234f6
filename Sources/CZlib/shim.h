// zlib's ways to begin are macros, which Swift does not see: here is one inline function for each that Gzip uses.
#pragma once

#include <zlib.h>

// 15 is the largest window; 16 more asks for gzip (RFC 1952) in place of zlib's own wrapping.
static inline int smilepost_deflate_begin(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int smilepost_inflate_begin(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}
