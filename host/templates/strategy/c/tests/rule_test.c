/* The rule and the settings, tested natively: `make test`. */
#undef NDEBUG
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "../src/rule.h"
#include "../src/settings.h"

#define MOST 3

/* Gives out leads that all have the same owner, and counts who gets how many. Returns the last reason. */
static uint16_t deal(const struct people *people, size_t leads, uint32_t owner, uint64_t seed, bool past, size_t *counts,
                     uint32_t *receivers) {
  struct member members[MOST];
  uint16_t reason = REASON_COUNT;
  begin(members, people, seed);
  memset(counts, 0, MOST * sizeof *counts);
  for (size_t lead = 0; lead < leads; lead++) {
    receivers[lead] = give(members, people->count, owner, past, &reason);
    if (receivers[lead] != NOBODY) counts[receivers[lead]]++;
  }
  return reason;
}

static const uint64_t ids[MOST] = {1, 2, 3};
static const uint32_t tens[MOST] = {10, 10, 10}, zeros[MOST] = {0}, room[MOST] = {1000, 1000, 1000};
static const double no_credit[MOST] = {0};

int main(void) {
  size_t counts[MOST];
  uint32_t receivers[8];

  /* Whoever is furthest below target comes first. */
  const uint32_t busy[MOST] = {2, 4, 10};
  struct people people = {3, ids, tens, busy, room, no_credit};
  assert(deal(&people, 4, NOBODY, 1, false, counts, receivers) == BELOW);
  assert(receivers[0] == 0 && receivers[1] == 0);
  assert(counts[0] == 3 && counts[1] == 1 && counts[2] == 0);

  /* Equals share evenly, and the seed draws who gets the lead over. */
  people.workload = zeros;
  bool was_first[MOST] = {false};
  for (uint64_t seed = 0; seed < 60; seed++) {
    deal(&people, 4, NOBODY, seed, false, counts, receivers);
    for (size_t row = 0; row < MOST; row++) assert(counts[row] == 1 || counts[row] == 2);
    was_first[receivers[0]] = true;
  }
  assert(was_first[0] && was_first[1] && was_first[2]);

  /* Whoever is owed leads wins a tie. */
  const double owed[MOST] = {0, 1.5, 0};
  people.credit = owed;
  deal(&people, 1, NOBODY, 1, false, counts, receivers);
  assert(receivers[0] == 1);
  people.credit = no_credit;

  /* Past the targets only if told. */
  const uint32_t threes[MOST] = {3, 3, 3}, twos[MOST] = {2, 2, 2};
  people = (struct people){2, ids, threes, twos, room, no_credit};
  assert(deal(&people, 3, NOBODY, 1, false, counts, receivers) == ALL_FULL && receivers[2] == NOBODY);
  assert(deal(&people, 3, NOBODY, 1, true, counts, receivers) == PAST && receivers[2] != NOBODY);

  /* A lead never goes back to its owner, and nobody there is a reason. */
  assert(deal(&people, 1, 0, 1, false, counts, receivers) == BELOW && receivers[0] == 1);
  people.count = 0;
  assert(deal(&people, 1, NOBODY, 1, false, counts, receivers) == NO_PEOPLE);

  /* Settings. */
  struct settings settings;
  const char past[] = " { \"past_target\" : true } ";
  assert(parse_settings(past, strlen(past), &settings) && settings.past_target);
  assert(parse_settings("{}", 2, &settings) && !settings.past_target);
  assert(parse_settings("", 0, &settings) && !settings.past_target);
  assert(!parse_settings("{\"past_target\": 1}", 18, &settings));
  assert(!parse_settings("{} {}", 5, &settings));

  puts("all tests passed");
  return 0;
}
