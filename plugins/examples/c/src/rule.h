/* The rule: a lead of a known customer goes to who had the customer before, any other to the least loaded; among equals to whom earlier
   runs owe most, then by the seed: never by the place in a list. It knows nothing of WebAssembly, so it is tested natively. */
#ifndef RULE_H
#define RULE_H

#include "account.h"
#include "line.h"
#include "map.h"
#include "settings.h"

/* Why: the index of a sentence in REASONS. */
enum {
  MANAGED, HAD_CONTACT, HAD_ADDRESS, HAD_DOMAIN, /* in the order of the keys of an account, behind the account's own owner */
  NEW_CUSTOMER, NO_CUSTOMER, HOLDER_GONE, HOLDER_FULL,
  WAITS, NO_PEOPLE, ALL_FULL,
  REASON_COUNT
};
extern const char *const REASONS[REASON_COUNT];

/* The salespeople, as columns of `count` rows. */
struct people {
  size_t count;
  const uint64_t *id;
  const uint32_t *target, *workload, *room;
  const double *credit;
};

/* A run. */
struct deal {
  const struct settings *settings;
  struct member *members;
  size_t count;
  struct line line;
  struct map rows;       /* rows by the key of the user's id */
  struct map remembered; /* users by the keys of customers */
  uint32_t today;        /* days since 1970-01-01 */
};

/* Begins a run with what an earlier one left. */
void begin(struct deal *deal, const struct people *people, const struct settings *settings, uint64_t seed, uint32_t today,
           const uint8_t *memory, size_t length);

/* Who is to get a lead, and in `reason` why; nothing changes. `manager` is the row of the person whom the lead itself names as the owner of
   its customer, or NOBODY. O(1). */
uint32_t look(const struct deal *deal, uint32_t owner, uint32_t manager, const struct account *account, uint16_t *reason);

/* Gives the lead away as `look` says, and remembers it. O(log people). */
uint32_t give(struct deal *deal, uint32_t owner, uint32_t manager, const struct account *account, uint16_t *reason);

/* Who would come after `first` by load, passing over `owner`; NOBODY: nobody. O(people): for leads that are explained. */
uint32_t next_by_load(const struct deal *deal, uint32_t owner, uint32_t first);

/* A number that only the seed and an id decide: sorting by it shuffles, whatever order the ids came in. */
uint64_t draw(uint64_t seed, uint64_t id);

/* Frees what the run holds. */
void end(struct deal *deal);

#endif
