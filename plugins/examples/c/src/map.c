#include "map.h"

#include <stdlib.h>

#include "odlm.h"

uint64_t mix(uint64_t number) {
  number += 0x9e3779b97f4a7c15;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
  number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
  return number ^ (number >> 31);
}

uint64_t key_of(uint64_t number) {
  uint64_t key = mix(number);
  return key == 0 ? 1 : key;
}

/* The place of a key, or the empty one where it would be. There is always an empty one. */
static struct entry *place(const struct map *map, uint64_t key) {
  size_t at = (size_t)key & (map->size - 1);
  while (map->places[at].key != 0 && map->places[at].key != key) at = (at + 1) & (map->size - 1);
  return &map->places[at];
}

struct entry *map_find(const struct map *map, uint64_t key) {
  if (map->size == 0 || key == 0) return NULL;
  struct entry *found = place(map, key);
  return found->key == 0 ? NULL : found;
}

static void grow(struct map *map) {
  struct map larger = {.size = map->size == 0 ? 64 : map->size * 2, .count = map->count};
  larger.places = allocate(larger.size, sizeof *larger.places);
  for (size_t at = 0; at < map->size; at++) {
    if (map->places[at].key != 0) *place(&larger, map->places[at].key) = map->places[at];
  }
  free(map->places);
  *map = larger;
}

struct entry *map_at(struct map *map, uint64_t key) {
  REQUIRE(key != 0);
  if (map->count * 3 >= map->size * 2) grow(map);
  struct entry *found = place(map, key);
  if (found->key == 0) {
    *found = (struct entry){.key = key};
    map->count++;
  }
  return found;
}

void map_free(struct map *map) {
  free(map->places);
  *map = (struct map){.size = 0};
}
