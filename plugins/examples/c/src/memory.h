/* What a run leaves for the next: for each key of a customer the user who had it last, and when. */
#ifndef MEMORY_H
#define MEMORY_H

#include "map.h"

/* Most keys that are kept, 20 bytes each; those of the latest days stay. */
#define MOST_REMEMBERED 500000

/* Reads what an earlier run left, but for what is older than `days`; nothing where there is none, or one of another form. */
void memory_read(struct map *map, const uint8_t *bytes, size_t length, uint32_t today, uint32_t days);

/* What is kept, on the heap: the same for the same entries, whatever order they came in. NULL and a length of 0 when there is nothing. */
uint8_t *memory_write(const struct map *map, size_t *length);

#endif
