/* What every strategy needs around its rule. You need not change it. */
#ifndef ODLM_H
#define ODLM_H

#include <stddef.h>
#include <stdint.h>

/* Says something to the operator. */
void log_info(const char *message);

/* Ends the run, with its text in the operator's log: for what cannot be. A reason why no plan can be made is an error of `assign`. */
_Noreturn void fail_at(const char *file, int line, const char *what);

#define REQUIRE(condition) ((condition) ? (void)0 : fail_at(__FILE__, __LINE__, "`" #condition "` does not hold"))

/* A text in the making, cut where it would be too long. `snprintf` is no help: with it the C library asks the system. */
struct text {
  char letters[512];
  size_t length;
};

void append(struct text *text, const char *words);
void append_number(struct text *text, int64_t number);

/* Memory for `count` items, filled with zeros; ends the run when there is none. For 0 items it is NULL, as the contract has it. */
void *allocate(size_t count, size_t size);

#endif
