#include "rule.h"

#include <math.h>

const char *const REASONS[REASON_COUNT] = {
    [BELOW] = "furthest below target",
    [PAST] = "everybody has reached their target, and they are least past it",
    [NO_PEOPLE] = "nobody may receive leads",
    [ALL_FULL] = "everybody who may take it has reached their target or their limit",
};

/* SplitMix64 (Steele, Lea and Flood, 2014). Not for secrets. */
static uint64_t mix(uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

uint64_t draw(uint64_t seed, uint64_t id) { return mix(mix(seed) ^ id); }

/* A credit beyond a thousand million leads is no credit. */
static int64_t millionths(double credit) {
  if (!(credit > -1e9 && credit < 1e9)) return credit >= 1e9 ? INT64_MAX : credit <= -1e9 ? INT64_MIN : 0;
  return llround(credit * 1e6);
}

void begin(struct member *members, const struct people *people, uint64_t seed) {
  for (size_t row = 0; row < people->count; row++) {
    members[row] = (struct member){
        .id = people->id[row],
        .drawn = draw(seed, people->id[row]),
        .owed = millionths(people->credit[row]),
        .to_go = (int64_t)people->target[row] - (int64_t)people->workload[row],
        .room = people->room[row],
    };
  }
}

static bool may_receive(const struct member *member, bool past_target) {
  return member->room > 0 && (member->to_go > 0 || past_target);
}

/* Whether one is served before the other. */
static bool before(const struct member *one, const struct member *other) {
  if (one->to_go != other->to_go) return one->to_go > other->to_go;
  if (one->owed != other->owed) return one->owed > other->owed;
  if (one->drawn != other->drawn) return one->drawn < other->drawn;
  return one->id < other->id;
}

uint32_t first(const struct member *members, size_t count, uint32_t owner, uint32_t except, bool past_target) {
  uint32_t best = NOBODY;
  for (uint32_t row = 0; row < count; row++) {
    /* odlm refuses a plan that gives somebody their own lead. */
    if (row == owner || row == except || !may_receive(&members[row], past_target)) continue;
    if (best == NOBODY || before(&members[row], &members[best])) best = row;
  }
  return best;
}

uint32_t give(struct member *members, size_t count, uint32_t owner, bool past_target, uint16_t *reason) {
  uint32_t row = first(members, count, owner, NOBODY, past_target);
  if (row == NOBODY) {
    *reason = count == 0 ? NO_PEOPLE : ALL_FULL;
    return NOBODY;
  }
  *reason = members[row].to_go > 0 ? BELOW : PAST;
  members[row].to_go--;
  members[row].room--;
  return row;
}
