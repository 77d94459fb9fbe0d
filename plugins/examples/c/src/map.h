/* A table from 64-bit keys to users, which grows as it fills: O(1) to find, whatever the number of entries. */
#ifndef MAP_H
#define MAP_H

#include <stddef.h>
#include <stdint.h>

struct entry {
  uint64_t key;   /* never 0: that is an empty place */
  uint64_t value;
  uint32_t day;   /* days since 1970-01-01 */
};

struct map {
  struct entry *places;
  size_t size; /* of `places`, a power of two or 0 */
  size_t count;
};

/* The entry of a key, or NULL. */
struct entry *map_find(const struct map *map, uint64_t key);

/* The entry of a key, made with a value and a day of 0 where there is none. It stays where it is until the next call. */
struct entry *map_at(struct map *map, uint64_t key);

void map_free(struct map *map);

/* SplitMix64 (Steele, Lea and Flood, 2014): every bit of the number moves every bit of the outcome. Not for secrets. */
uint64_t mix(uint64_t number);

/* The key of a number. */
uint64_t key_of(uint64_t number);

#endif
