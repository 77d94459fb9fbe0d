/* A line of people by their load, the least loaded first: a heap of rows that knows where each of them stands. */
#ifndef LINE_H
#define LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOBODY UINT32_MAX

/* Somebody in the run. */
struct member {
  uint64_t id, drawn;
  int64_t owed;    /* millionths of a lead, so that the noise of sums decides nothing */
  uint32_t load;   /* leads that they have */
  uint32_t target; /* 0: they get only customers that they had before, unless nobody has a target */
  uint32_t room;   /* leads that odlm still accepts for them */
};

struct line {
  const struct member *members;
  uint32_t *rows;  /* the heap */
  uint32_t *place; /* of each row in the heap; NOBODY: they stand in it no longer */
  size_t count;
};

/* Puts everybody with room in line. */
void line_begin(struct line *line, const struct member *members, size_t count);

/* Who is served now, passing over `owner` (a row or NOBODY); NOBODY when nobody is left. */
uint32_t line_first(const struct line *line, uint32_t owner);

/* To be called when somebody got a lead: their place changes, or they leave when they have no room. */
void line_moved(struct line *line, uint32_t row);

/* Whether one is served before the other. */
bool is_before(const struct member *one, const struct member *other);

void line_free(struct line *line);

#endif
