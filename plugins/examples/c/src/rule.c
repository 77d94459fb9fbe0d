#include "rule.h"

#include <math.h>
#include <stdlib.h>

#include "memory.h"
#include "odlm.h"

const char *const REASONS[REASON_COUNT] = {
    [MANAGED] = "the customer's account owner",
    [HAD_CONTACT] = "had a lead of this contact before",
    [HAD_ADDRESS] = "had a lead of this e-mail address before",
    [HAD_DOMAIN] = "had a lead of this e-mail domain before",
    [NEW_CUSTOMER] = "a new customer, and they are least loaded",
    [NO_CUSTOMER] = "nothing tells which customer it is, and they are least loaded",
    [HOLDER_GONE] = "whoever had the customer receives no leads now, and they are least loaded",
    [HOLDER_FULL] = "whoever had the customer may not take this lead, and they are least loaded",
    [WAITS] = "it waits for whoever had the customer, who may take no more leads now",
    [NO_PEOPLE] = "nobody may receive leads",
    [ALL_FULL] = "nobody else may take more leads",
};

uint64_t draw(uint64_t seed, uint64_t id) { return mix(mix(seed) ^ id); }

/* A credit beyond a thousand million leads is no credit. */
static int64_t millionths(double credit) {
  if (!(credit > -1e9 && credit < 1e9)) return credit >= 1e9 ? INT64_MAX : credit <= -1e9 ? INT64_MIN : 0;
  return llround(credit * 1e6);
}

void begin(struct deal *deal, const struct people *people, const struct settings *settings, uint64_t seed, uint32_t today,
           const uint8_t *memory, size_t length) {
  *deal = (struct deal){.settings = settings, .count = people->count, .today = today};
  deal->members = allocate(people->count, sizeof *deal->members);
  for (size_t row = 0; row < people->count; row++) {
    deal->members[row] = (struct member){
        .id = people->id[row],
        .drawn = draw(seed, people->id[row]),
        .owed = millionths(people->credit[row]),
        .load = people->workload[row],
        .target = settings->load_by_target ? people->target[row] : 1,
        .room = people->room[row],
    };
    map_at(&deal->rows, key_of(people->id[row]))->value = row;
  }
  memory_read(&deal->remembered, memory, length, today, settings->forget_after_days);
  line_begin(&deal->line, deal->members, deal->count);
}

/* The row of whoever had a customer; NOBODY when they receive no leads in this run. */
static uint32_t row_of(const struct deal *deal, const struct entry *entry) {
  const struct entry *found = map_find(&deal->rows, key_of(entry->value));
  return found == NULL ? NOBODY : (uint32_t)found->value;
}

uint32_t look(const struct deal *deal, uint32_t owner, uint32_t manager, const struct account *account, uint16_t *reason) {
  bool is_named = false, is_known = false, is_here = false, waits = false;
  for (int way = MANAGED; way <= HAD_DOMAIN; way++) {
    uint32_t row = manager;
    if (way != MANAGED) {
      uint64_t key = account->keys[way - HAD_CONTACT];
      const struct entry *found = map_find(&deal->remembered, key);
      is_named = is_named || key != 0;
      if (found == NULL) continue;
      is_known = true;
      row = row_of(deal, found);
    }
    if (row == NOBODY) continue;
    is_known = is_here = true;
    /* odlm refuses a plan that gives somebody their own lead: it waits for nobody. */
    if (row == owner) continue;
    if (deal->members[row].room > 0) {
      *reason = (uint16_t)way;
      return row;
    }
    waits = true;
  }
  if (waits && deal->settings->wait_when_full) {
    *reason = WAITS;
    return NOBODY;
  }
  uint32_t first = line_first(&deal->line, owner);
  if (first == NOBODY) *reason = deal->count == 0 ? NO_PEOPLE : ALL_FULL;
  else *reason = is_here ? HOLDER_FULL : is_known ? HOLDER_GONE : is_named ? NEW_CUSTOMER : NO_CUSTOMER;
  return first;
}

/* A customer stays with who had them while they are here, also when a single lead goes elsewhere. */
static void remember(struct deal *deal, const struct account *account, uint32_t row) {
  for (size_t kind = 0; kind < KEY_COUNT; kind++) {
    if (account->keys[kind] == 0) continue;
    struct entry *entry = map_at(&deal->remembered, account->keys[kind]);
    uint32_t holder = entry->value == 0 && entry->day == 0 ? NOBODY : row_of(deal, entry);
    if (holder == NOBODY) entry->value = deal->members[row].id;
    if (holder == NOBODY || holder == row) entry->day = deal->today;
  }
}

uint32_t give(struct deal *deal, uint32_t owner, uint32_t manager, const struct account *account, uint16_t *reason) {
  uint32_t row = look(deal, owner, manager, account, reason);
  if (row == NOBODY) return NOBODY;
  struct member *member = &deal->members[row];
  if (member->load < UINT32_MAX) member->load++;
  member->room--;
  line_moved(&deal->line, row);
  remember(deal, account, row);
  return row;
}

uint32_t next_by_load(const struct deal *deal, uint32_t owner, uint32_t first) {
  uint32_t best = NOBODY;
  for (uint32_t row = 0; row < deal->count; row++) {
    if (row == owner || row == first || deal->members[row].room == 0) continue;
    if (best == NOBODY || is_before(&deal->members[row], &deal->members[best])) best = row;
  }
  return best;
}

void end(struct deal *deal) {
  line_free(&deal->line);
  map_free(&deal->rows);
  map_free(&deal->remembered);
  free(deal->members);
  *deal = (struct deal){.count = 0};
}
