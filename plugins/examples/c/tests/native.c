/* What `src/odlm.c` is in the component. */
#include <stdio.h>
#include <stdlib.h>

#include "odlm.h"

_Noreturn void fail_at(const char *file, int line, const char *what) {
  fprintf(stderr, "%s:%d: %s\n", file, line, what);
  abort();
}

void *allocate(size_t count, size_t size) {
  if (count == 0) return NULL;
  void *memory = calloc(count, size);
  if (memory == NULL) abort();
  return memory;
}
