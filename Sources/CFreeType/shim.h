// FreeType's header name is a macro, and its load flags are macros with arithmetic: neither reaches Swift by itself.
#pragma once

#include <ft2build.h>
#include FT_FREETYPE_H

// Hinted to whole pixels vertically only: stems stay sharp at 9 to 22 pixels and letters keep their widths.
static const FT_Int32 smilepost_measure_flags = FT_LOAD_DEFAULT | FT_LOAD_TARGET_NORMAL;
static const FT_Int32 smilepost_render_flags = FT_LOAD_RENDER | FT_LOAD_TARGET_NORMAL;

// A bitmap font's own pixels, as they are.
static const FT_Int32 smilepost_bitmap_flags = FT_LOAD_RENDER | FT_LOAD_TARGET_MONO;
