// libqrencode (4.0 or later), which Swift can call as it is.
#ifndef CQRCODE_SHIM_H
#define CQRCODE_SHIM_H

#include <qrencode.h>

#endif
