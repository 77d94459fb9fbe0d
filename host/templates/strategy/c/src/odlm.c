#include "odlm.h"

#include <stdlib.h>

#include "plugin.h"

static void say(odlm_strategy_log_level_t level, const char *message) {
  plugin_string_t text;
  plugin_string_set(&text, message);
  odlm_strategy_log_write(level, &text);
}

void log_info(const char *message) { say(ODLM_STRATEGY_LOG_LEVEL_INFO, message); }

_Noreturn void fail_at(const char *file, int line, const char *what) {
  static struct text text;
  append(&text, file);
  append(&text, ":");
  append_number(&text, line);
  append(&text, ": ");
  append(&text, what);
  say(ODLM_STRATEGY_LOG_LEVEL_ERROR, text.letters);
  __builtin_trap();
}

void append(struct text *text, const char *words) {
  while (*words != '\0' && text->length + 1 < sizeof text->letters) text->letters[text->length++] = *words++;
  text->letters[text->length] = '\0';
}

void append_number(struct text *text, int64_t number) {
  char digits[21], *at = digits + sizeof digits - 1;
  uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
  *at = '\0';
  do *--at = (char)('0' + left % 10);
  while ((left /= 10) > 0);
  if (number < 0) append(text, "-");
  append(text, at);
}

void *allocate(size_t count, size_t size) {
  if (count == 0) return NULL;
  void *memory = calloc(count, size);
  if (memory == NULL) fail_at(__FILE__, __LINE__, "the memory that odlm allows is used up");
  return memory;
}
