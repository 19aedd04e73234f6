// HarfBuzz on fonts that FreeType has opened. The face goes through void *: FreeType's types are another module's.
#pragma once

#include <hb-ft.h>
#include <hb.h>

// The font of an open FT_Face at its present size; call again when the size has changed. Loads glyphs with `flags`.
static inline hb_font_t *smilepost_hb_font(void *face, int flags) {
    hb_font_t *font = hb_ft_font_create_referenced((FT_Face)face);
    hb_ft_font_set_load_flags(font, flags);
    return font;
}
