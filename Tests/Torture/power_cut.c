// A library to be loaded before others (LD_PRELOAD): it notes all that is written to a database's files, what was there
// before, and what was synced, so that power_cut.py can make the files what a disk without power might hold.
//
// Notes go to the file POWER_CUT_NOTES. With POWER_CUT_LIES nothing counts as synced, as on a disk that lies, or with
// `synchronous=OFF`.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { WRITTEN = 1, SYNCED = 2, CUT = 3 };

/// Followed by the path, the bytes before and the bytes after.
struct note {
  uint32_t kind, path_length;
  /// Of the notes; of what is synced, the first that need not be.
  uint64_t number;
  uint64_t offset, size_before, size_after;
  uint32_t before_length, after_length;
};

static int notes = -1, lies;
static uint64_t next_number;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("POWER_CUT_NOTES");
  if (path) notes = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  lies = getenv("POWER_CUT_LIES") != NULL;
}

/// Whether a file is a database's, and its path.
static int is_noted(int file, char path[512]) {
  if (notes < 0) return 0;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, 511);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, ".sqlite") && !strstr(path, ".sqlite-shm") && !strstr(path, ".lock");
}

static uint64_t size_of(int file) {
  struct stat state;
  return fstat(file, &state) == 0 ? (uint64_t)state.st_size : 0;
}

static void put(struct note note, const char *path, const void *before, const void *after) {
  size_t total = sizeof note + note.path_length + note.before_length + note.after_length;
  char *bytes = malloc(total), *next = bytes;
  if (!bytes) abort();
  memcpy(next, &note, sizeof note), next += sizeof note;
  memcpy(next, path, note.path_length), next += note.path_length;
  if (note.before_length) memcpy(next, before, note.before_length), next += note.before_length;
  if (note.after_length) memcpy(next, after, note.after_length);
  if (syscall(SYS_write, notes, bytes, total) != (long)total) abort();
  free(bytes);
}

static ssize_t noted_write(int file, const char *path, const void *bytes, size_t count, off64_t offset) {
  pthread_mutex_lock(&lock);
  void *before = malloc(count ? count : 1);
  if (!before) abort();
  ssize_t known = syscall(SYS_pread64, file, before, count, offset);
  struct note note = {WRITTEN, strlen(path), next_number++, offset, size_of(file), 0, known > 0 ? known : 0, count};
  note.size_after = note.size_before > offset + count ? note.size_before : offset + count;
  // Before it is done: should the process end in between, undoing what was not done does no harm.
  put(note, path, before, bytes);
  ssize_t done = syscall(SYS_pwrite64, file, bytes, count, offset);
  free(before);
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  char path[512];
  if (!is_noted(file, path)) return syscall(SYS_pwrite64, file, bytes, count, offset);
  return noted_write(file, path, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) { return pwrite64(file, bytes, count, offset); }

int ftruncate64(int file, off64_t length) {
  char path[512];
  if (!is_noted(file, path)) return syscall(SYS_ftruncate, file, length);
  pthread_mutex_lock(&lock);
  uint64_t size = size_of(file);
  size_t gone = size > (uint64_t)length ? size - length : 0;
  void *before = malloc(gone ? gone : 1);
  if (!before) abort();
  ssize_t known = gone ? syscall(SYS_pread64, file, before, gone, length) : 0;
  struct note note = {CUT, strlen(path), next_number++, length, size, length, known > 0 ? known : 0, 0};
  put(note, path, before, NULL);
  int done = syscall(SYS_ftruncate, file, length);
  free(before);
  pthread_mutex_unlock(&lock);
  return done;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

static int noted_sync(int file, long call) {
  char path[512];
  if (!is_noted(file, path)) return syscall(call, file);
  pthread_mutex_lock(&lock);
  uint64_t first = next_number;
  pthread_mutex_unlock(&lock);
  int done = lies ? 0 : syscall(call, file);
  if (done == 0 && !lies) {
    pthread_mutex_lock(&lock);
    struct note note = {SYNCED, strlen(path), first, 0, 0, 0, 0, 0};
    put(note, path, NULL, NULL);
    pthread_mutex_unlock(&lock);
  }
  return done;
}

int fdatasync(int file) { return noted_sync(file, SYS_fdatasync); }
int fsync(int file) { return noted_sync(file, SYS_fsync); }
