#include "CPlatform.h"

#include <malloc.h>

/// Declared here, so that this file needs no SQLite header: the journal links the library.
extern int sqlite3_config(int option, ...);

enum { sqlite_config_memstatus = 9 };

int cplatform_keep_freed_memory(void) {
    const int kept = 256 << 20;
    return mallopt(M_TRIM_THRESHOLD, kept) && mallopt(M_MMAP_THRESHOLD, kept >> 3);
}

int cplatform_return_freed_memory(void) { return malloc_trim(0); }

int cplatform_sqlite_uncounted(void) { return sqlite3_config(sqlite_config_memstatus, 0); }
