#include "line.h"

#include <stdlib.h>

#include "odlm.h"

bool is_before(const struct member *one, const struct member *other) {
  if ((one->target == 0) != (other->target == 0)) return one->target != 0;
  /* load / target, without the division: both are below 2^32. Without targets the load alone counts. */
  uint64_t left = (uint64_t)one->load * (other->target ? other->target : 1);
  uint64_t right = (uint64_t)other->load * (one->target ? one->target : 1);
  if (left != right) return left < right;
  if (one->owed != other->owed) return one->owed > other->owed;
  if (one->drawn != other->drawn) return one->drawn < other->drawn;
  return one->id < other->id;
}

static bool before(const struct line *line, size_t one, size_t other) {
  return is_before(&line->members[line->rows[one]], &line->members[line->rows[other]]);
}

static void swap(struct line *line, size_t one, size_t other) {
  uint32_t row = line->rows[one];
  line->rows[one] = line->rows[other];
  line->rows[other] = row;
  line->place[line->rows[one]] = (uint32_t)one;
  line->place[line->rows[other]] = (uint32_t)other;
}

static void sink(struct line *line, size_t at) {
  for (;;) {
    size_t least = at, child = 2 * at + 1;
    if (child < line->count && before(line, child, least)) least = child;
    if (child + 1 < line->count && before(line, child + 1, least)) least = child + 1;
    if (least == at) return;
    swap(line, at, least);
    at = least;
  }
}

static void rise(struct line *line, size_t at) {
  for (; at > 0 && before(line, at, (at - 1) / 2); at = (at - 1) / 2) swap(line, at, (at - 1) / 2);
}

void line_begin(struct line *line, const struct member *members, size_t count) {
  *line = (struct line){.members = members};
  line->rows = allocate(count, sizeof *line->rows);
  line->place = allocate(count, sizeof *line->place);
  for (uint32_t row = 0; row < count; row++) {
    line->place[row] = NOBODY;
    if (members[row].room == 0) continue;
    line->place[row] = (uint32_t)line->count;
    line->rows[line->count++] = row;
  }
  for (size_t at = line->count / 2; at-- > 0;) sink(line, at);
}

uint32_t line_first(const struct line *line, uint32_t owner) {
  if (line->count == 0) return NOBODY;
  if (line->rows[0] != owner) return line->rows[0];
  /* Whoever comes after the first is one of the two below. */
  if (line->count == 1) return NOBODY;
  return line->count > 2 && before(line, 2, 1) ? line->rows[2] : line->rows[1];
}

void line_moved(struct line *line, uint32_t row) {
  size_t at = line->place[row];
  if (at == NOBODY) return;
  if (line->members[row].room > 0) {
    sink(line, at);
    return;
  }
  size_t last = line->count - 1;
  swap(line, at, last);
  line->count = last;
  line->place[row] = NOBODY;
  if (at < last) {
    sink(line, at);
    rise(line, at);
  }
}

void line_free(struct line *line) {
  free(line->rows);
  free(line->place);
  *line = (struct line){.count = 0};
}
