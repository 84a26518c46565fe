#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Has the calling thread keep its share of the processors, but let others go first: one that wakes up takes a processor
/// from it, and it takes none from another when it wakes up itself (`SCHED_BATCH`, with a slice longer than the others').
/// Systems before Linux 6.12 know no slice, and do the second alone.
///
/// - Parameter slice: what it may work before it is the turn of another that works as long, nanoseconds.
/// - Returns: whether it was so; not where the system forbids it, nor for a thread that has been given a policy already.
bool let_others_go_first(uint64_t slice);

/// Takes that back; a slice that the thread had been given before is lost.
void go_as_others_do(void);
