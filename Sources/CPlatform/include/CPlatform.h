#ifndef CPLATFORM_H
#define CPLATFORM_H

/// Keeps up to 256 MiB of freed memory in the process instead of handing it back at once.
///
/// A journal's batch of a few megabytes is filled by one thread and freed by another, over and over;
/// given back each time, every page of it is cleared again by the kernel (a tenth of a run's time).
/// Returns 1 on success, 0 where the C library knows no such setting.
int cplatform_keep_freed_memory(void);

/// Hands back at once what has been freed so far. Returns 1 if any of it could be, else 0.
int cplatform_return_freed_memory(void);

/// Lets SQLite allocate without counting, and so without the lock that all connections share.
///
/// To be called before SQLite is first used. Returns SQLite's result code, 0 on success.
int cplatform_sqlite_uncounted(void);

#endif
