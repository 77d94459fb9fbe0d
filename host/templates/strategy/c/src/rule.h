/* The rule: leads are served in order, each goes to whoever is furthest below target. Among equals whoever is owed most by earlier runs
   comes first, then the seed decides: never the place in a list. It knows nothing of WebAssembly, so it is tested natively. */
#ifndef RULE_H
#define RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOBODY UINT32_MAX

/* Why: the index of a sentence in REASONS. */
enum { BELOW, PAST, NO_PEOPLE, ALL_FULL, REASON_COUNT };
extern const char *const REASONS[REASON_COUNT];

/* The salespeople, as columns of `count` rows. */
struct people {
  size_t count;
  const uint64_t *id;
  const uint32_t *target, *workload, *room;
  const double *credit;
};

/* Somebody in the run. */
struct member {
  uint64_t id, drawn;
  int64_t owed;  /* millionths of a lead, so that the noise of sums decides nothing */
  int64_t to_go; /* leads until the target is reached; 0 or below: it is */
  uint32_t room; /* leads that odlm still accepts for them */
};

/* `members` has room for `people->count` of them. */
void begin(struct member *members, const struct people *people, uint64_t seed);

/* The row of whoever comes first for a lead of `owner` (or NOBODY), passing over `owner` and `except`; NOBODY when nobody may take it. */
uint32_t first(const struct member *members, size_t count, uint32_t owner, uint32_t except, bool past_target);

/* Gives a lead away: whom it goes to, and in `reason` why. O(people). */
uint32_t give(struct member *members, size_t count, uint32_t owner, bool past_target, uint16_t *reason);

/* A number that only the seed and an id decide: sorting by it shuffles, whatever order the ids came in. */
uint64_t draw(uint64_t seed, uint64_t id);

#endif
