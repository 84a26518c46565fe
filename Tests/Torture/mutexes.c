// Tells the thread sanitizer about Swift's mutexes. To be preloaded (LD_PRELOAD) into a program that was built with it.
//
// The common way through a Mutex is compiled into the program, where the sanitizer sees it. When two threads meet, Swift's
// library takes over, which is built without it: what one thread did before it let go and another after it took hold would
// be told as races. The library's two functions are called from here instead, with notes of what they do.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SELF __attribute__((swift_context)) void *

// Nothing in programs without the sanitizer.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

typedef void __attribute__((swiftcall)) Lock(uint32_t thread, SELF);
typedef void __attribute__((swiftcall)) Unlock(SELF);

static void *library(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (!function) abort();
    return function;
}

__attribute__((swiftcall)) void lock_slowly(uint32_t thread, SELF mutex) __asm__(LOCK);
__attribute__((swiftcall)) void lock_slowly(uint32_t thread, SELF mutex) {
    static Lock *lock;
    Lock *own = __atomic_load_n(&lock, __ATOMIC_ACQUIRE);
    if (!own) __atomic_store_n(&lock, own = (Lock *)library(LOCK), __ATOMIC_RELEASE);
    own(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

__attribute__((swiftcall)) void unlock_slowly(SELF mutex) __asm__(UNLOCK);
__attribute__((swiftcall)) void unlock_slowly(SELF mutex) {
    static Unlock *unlock;
    Unlock *own = __atomic_load_n(&unlock, __ATOMIC_ACQUIRE);
    if (!own) __atomic_store_n(&unlock, own = (Unlock *)library(UNLOCK), __ATOMIC_RELEASE);
    if (__tsan_release) __tsan_release(mutex);
    own(mutex);
}
