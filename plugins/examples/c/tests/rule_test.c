/* The rule, tested natively: `make test`. */
#undef NDEBUG
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "rule.h"

#define MOST 3

static const uint64_t ids[MOST] = {11, 12, 13};
static const uint32_t tens[MOST] = {10, 10, 10}, zeros[MOST] = {0}, room[MOST] = {1000, 1000, 1000};
static const double no_credit[MOST] = {0};
static const struct people plain = {MOST, ids, tens, zeros, room, no_credit};

static struct settings usual(void) {
  struct settings settings;
  assert(parse_settings("{}", 2, &settings));
  return settings;
}

/* A customer with these keys; 0 is none. */
static struct account customer(uint64_t contact, uint64_t address, uint64_t domain) { return (struct account){{contact, address, domain}}; }

static const struct account unknown = {{0}};

/* Gives out one lead without an owner. */
static uint32_t give_one(struct deal *deal, struct account account, uint16_t *reason) { return give(deal, NOBODY, NOBODY, &account, reason); }

static void the_least_loaded_first(void) {
  struct settings settings = usual();
  const uint32_t busy[MOST] = {6, 4, 18}, targets[MOST] = {10, 10, 40};
  struct people people = {MOST, ids, targets, busy, room, no_credit};
  struct deal deal;
  uint16_t reason;
  /* 6 of 10, 4 of 10, 18 of 40. */
  begin(&deal, &people, &settings, 1, 20000, NULL, 0);
  assert(give_one(&deal, unknown, &reason) == 1 && reason == NO_CUSTOMER);
  assert(give_one(&deal, customer(1, 0, 0), &reason) == 2 && reason == NEW_CUSTOMER);
  end(&deal);
  settings.load_by_target = false;
  begin(&deal, &people, &settings, 1, 20000, NULL, 0);
  for (size_t lead = 0; lead < 4; lead++) assert(give_one(&deal, unknown, &reason) != 2);
  end(&deal);

  /* A target of 0 gets nothing, unless nobody has another. */
  const uint32_t some[MOST] = {0, 5, 5};
  settings = usual();
  people = plain;
  people.target = some;
  begin(&deal, &people, &settings, 1, 20000, NULL, 0);
  for (size_t lead = 0; lead < 20; lead++) assert(give_one(&deal, unknown, &reason) != 0);
  end(&deal);
  people.target = zeros;
  size_t counts[MOST] = {0};
  begin(&deal, &people, &settings, 1, 20000, NULL, 0);
  for (size_t lead = 0; lead < 9; lead++) counts[give_one(&deal, unknown, &reason)]++;
  assert(counts[0] == 3 && counts[1] == 3 && counts[2] == 3);
  end(&deal);
}

static void ties(void) {
  struct settings settings = usual();
  struct deal deal;
  uint16_t reason;
  bool was_first[MOST] = {false};
  for (uint64_t seed = 0; seed < 60; seed++) {
    size_t counts[MOST] = {0};
    begin(&deal, &plain, &settings, seed, 20000, NULL, 0);
    for (size_t lead = 0; lead < 4; lead++) {
      uint32_t row = give_one(&deal, unknown, &reason);
      counts[row]++;
      if (lead == 0) was_first[row] = true;
    }
    for (size_t row = 0; row < MOST; row++) assert(counts[row] == 1 || counts[row] == 2);
    end(&deal);
  }
  assert(was_first[0] && was_first[1] && was_first[2]);
  const double owed[MOST] = {0, 1.5, 0};
  struct people people = plain;
  people.credit = owed;
  begin(&deal, &people, &settings, 1, 20000, NULL, 0);
  assert(give_one(&deal, unknown, &reason) == 1);
  end(&deal);
}

static void a_customer_stays(void) {
  struct settings settings = usual();
  struct deal deal;
  uint16_t reason;
  begin(&deal, &plain, &settings, 1, 20000, NULL, 0);
  uint32_t holder = give_one(&deal, customer(1, 2, 3), &reason);
  assert(reason == NEW_CUSTOMER);
  /* In the same run: by the surest of what is known. */
  for (size_t lead = 0; lead < 5; lead++) assert(give_one(&deal, customer(7, 2, 3), &reason) == holder);
  assert(reason == HAD_CONTACT);
  assert(give_one(&deal, customer(0, 2, 0), &reason) == holder && reason == HAD_ADDRESS);
  assert(give_one(&deal, customer(0, 9, 3), &reason) == holder && reason == HAD_DOMAIN);
  size_t length;
  uint8_t *memory = memory_write(&deal.remembered, &length);
  end(&deal);

  /* In a later run, whatever the load and the seed. */
  uint32_t busy[MOST] = {0};
  busy[holder] = 500;
  struct people people = plain;
  people.workload = busy;
  begin(&deal, &people, &settings, 2, 20100, memory, length);
  assert(give_one(&deal, customer(1, 0, 0), &reason) == holder && reason == HAD_CONTACT);
  assert(give_one(&deal, unknown, &reason) != holder);
  /* The account's own owner comes before what is remembered. */
  uint32_t other = (holder + 1) % MOST;
  struct account known = customer(1, 0, 0);
  assert(give(&deal, NOBODY, other, &known, &reason) == other && reason == MANAGED);
  assert(give_one(&deal, known, &reason) == holder);
  /* Nobody gets their own lead. */
  assert(give(&deal, holder, NOBODY, &known, &reason) != holder && reason == HOLDER_FULL);
  end(&deal);

  /* After the days of the setting a customer is new. */
  begin(&deal, &people, &settings, 2, 20366, memory, length);
  assert(give_one(&deal, customer(1, 0, 0), &reason) != holder && reason == NEW_CUSTOMER);
  end(&deal);

  /* When nobody is left of who had it, the next one has it from then on. */
  const uint64_t others[MOST] = {21, 22, 23};
  people = plain;
  people.id = others;
  begin(&deal, &people, &settings, 2, 20100, memory, length);
  uint32_t next = give_one(&deal, customer(1, 0, 0), &reason);
  assert(reason == HOLDER_GONE && give_one(&deal, customer(1, 0, 0), &reason) == next && reason == HAD_CONTACT);
  end(&deal);
  free(memory);
}

static void a_full_holder(void) {
  struct settings settings = usual();
  const uint32_t one_each[MOST] = {1, 1, 1};
  struct people people = plain;
  people.room = one_each;
  struct deal deal;
  uint16_t reason;
  begin(&deal, &people, &settings, 1, 20000, NULL, 0);
  uint32_t holder = give_one(&deal, customer(1, 0, 0), &reason);
  assert(give_one(&deal, customer(1, 0, 0), &reason) != holder && reason == HOLDER_FULL);
  /* The customer stays theirs. */
  assert(map_find(&deal.remembered, 1)->value == ids[holder]);
  assert(give_one(&deal, unknown, &reason) != NOBODY);
  assert(give_one(&deal, unknown, &reason) == NOBODY && reason == ALL_FULL);
  end(&deal);
  settings.wait_when_full = true;
  begin(&deal, &people, &settings, 1, 20000, NULL, 0);
  give_one(&deal, customer(1, 0, 0), &reason);
  assert(give_one(&deal, customer(1, 0, 0), &reason) == NOBODY && reason == WAITS);
  assert(give_one(&deal, customer(2, 0, 0), &reason) != NOBODY);
  end(&deal);
  people.count = 0;
  begin(&deal, &people, &settings, 1, 20000, NULL, 0);
  assert(give_one(&deal, customer(1, 0, 0), &reason) == NOBODY && reason == NO_PEOPLE);
  end(&deal);
}

/* The heap against looking through everybody, on runs by chance. */
static void the_line_is_right(void) {
  enum { MANY = 40 };
  struct settings settings = usual();
  for (uint64_t seed = 1; seed <= 50; seed++) {
    uint64_t many[MANY];
    uint32_t target[MANY], load[MANY], rooms[MANY];
    double credit[MANY];
    for (uint64_t row = 0; row < MANY; row++) {
      uint64_t chance = draw(seed, row);
      many[row] = row + 1;
      target[row] = (uint32_t)(chance % 4);
      load[row] = (uint32_t)(chance / 8 % 5);
      rooms[row] = (uint32_t)(chance / 64 % 4);
      credit[row] = (double)(chance / 512 % 3);
    }
    struct people people = {MANY, many, target, load, rooms, credit};
    struct deal deal;
    uint16_t reason;
    begin(&deal, &people, &settings, seed, 20000, NULL, 0);
    for (uint64_t lead = 0; lead < 100; lead++) {
      uint32_t owner = (uint32_t)(draw(seed, 1000 + lead) % (MANY + 1));
      struct account account = customer(lead % 3 == 0 ? 1 + lead % 7 : 0, 0, 0);
      uint32_t wanted = next_by_load(&deal, owner, NOBODY);
      assert(line_first(&deal.line, owner) == wanted);
      give(&deal, owner, NOBODY, &account, &reason);
    }
    end(&deal);
  }
}

int main(void) {
  the_least_loaded_first();
  ties();
  a_customer_stays();
  a_full_holder();
  the_line_is_right();
  puts("the rule: all tests passed");
  return 0;
}
