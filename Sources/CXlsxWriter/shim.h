// libxlsxwriter (1.1 or later), which Swift can call as it is.
#ifndef CXLSXWRITER_SHIM_H
#define CXLSXWRITER_SHIM_H

#include <xlsxwriter.h>

#endif
