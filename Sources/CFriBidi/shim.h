// FriBidi's flags and types are macros over enumerations; Swift gets them as constants.
#pragma once

#include <fribidi.h>

static const FriBidiParType smilepost_par_auto = FRIBIDI_PAR_ON;
