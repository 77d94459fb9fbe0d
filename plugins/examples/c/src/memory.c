#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "odlm.h"

/* What the bytes begin with: whose they are, and in which form. */
static const uint8_t HEAD[8] = {'s', 't', 'i', 'c', 'k', 'y', 0, 1};
#define ENTRY_SIZE 20

static uint64_t take(const uint8_t *bytes, size_t count) {
  uint64_t number = 0;
  for (size_t at = count; at-- > 0;) number = number << 8 | bytes[at];
  return number;
}

static void put(uint8_t *bytes, size_t count, uint64_t number) {
  for (size_t at = 0; at < count; at++, number >>= 8) bytes[at] = (uint8_t)number;
}

void memory_read(struct map *map, const uint8_t *bytes, size_t length, uint32_t today, uint32_t days) {
  if (length < sizeof HEAD || memcmp(bytes, HEAD, sizeof HEAD) != 0 || (length - sizeof HEAD) % ENTRY_SIZE != 0) return;
  for (const uint8_t *at = bytes + sizeof HEAD; at < bytes + length; at += ENTRY_SIZE) {
    struct entry entry = {.key = take(at, 8), .value = take(at + 8, 8), .day = (uint32_t)take(at + 16, 4)};
    if (entry.key == 0 || (entry.day < today && today - entry.day > days)) continue;
    *map_at(map, entry.key) = entry;
  }
}

/* The latest first, then by key. */
static int compare(const void *one, const void *other) {
  const struct entry *left = one, *right = other;
  if (left->day != right->day) return left->day > right->day ? -1 : 1;
  return left->key < right->key ? -1 : left->key > right->key;
}

uint8_t *memory_write(const struct map *map, size_t *length) {
  *length = 0;
  if (map->count == 0) return NULL;
  struct entry *entries = allocate(map->count, sizeof *entries);
  size_t count = 0;
  for (size_t at = 0; at < map->size; at++) {
    if (map->places[at].key != 0) entries[count++] = map->places[at];
  }
  qsort(entries, count, sizeof *entries, compare);
  if (count > MOST_REMEMBERED) count = MOST_REMEMBERED;
  *length = sizeof HEAD + count * ENTRY_SIZE;
  uint8_t *bytes = allocate(*length, 1);
  memcpy(bytes, HEAD, sizeof HEAD);
  for (size_t at = 0; at < count; at++) {
    uint8_t *to = bytes + sizeof HEAD + at * ENTRY_SIZE;
    put(to, 8, entries[at].key);
    put(to + 8, 8, entries[at].value);
    put(to + 16, 4, entries[at].day);
  }
  free(entries);
  return bytes;
}
