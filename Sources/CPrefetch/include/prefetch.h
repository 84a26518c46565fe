#pragma once

/// Has the cache line of an address fetched from memory, for reading, while the program goes on.
///
/// It is advice: the address may be any, and nothing is read. Swift has no such function; this is one instruction on
/// every processor that has one.
static inline void prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }
