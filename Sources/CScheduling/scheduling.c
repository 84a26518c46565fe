#define _GNU_SOURCE
#include "CScheduling.h"

#include <linux/sched.h>
#include <linux/sched/types.h>
#include <sys/syscall.h>
#include <unistd.h>

// The C library knows these two calls since version 2.41 only.

static bool change_policy(uint32_t from, uint32_t to, uint64_t slice) {
  struct sched_attr attributes = {0};
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return false;
  if (attributes.sched_policy != from) return false;
  // How nice the thread is stays as it was.
  attributes.sched_policy = to;
  attributes.sched_runtime = slice;
  return syscall(SYS_sched_setattr, 0, &attributes, 0) == 0;
}

bool let_others_go_first(uint64_t slice) { return change_policy(SCHED_NORMAL, SCHED_BATCH, slice); }

void go_as_others_do(void) { change_policy(SCHED_BATCH, SCHED_NORMAL, 0); }
