#include "columns.h"

#include "line.h"
#include "odlm.h"

/* Of the kinds that `text_key` tells apart. */
#define NAME KEY_COUNT

void ask_for(odlm_strategy_types_list_column_request_t *columns, const char *const *names, size_t count) {
  columns->len = count;
  columns->ptr = allocate(count, sizeof *columns->ptr);
  for (size_t at = 0; at < count; at++) {
    plugin_string_dup(&columns->ptr[at].name, names[at]);
    columns->ptr[at].kind = ODLM_STRATEGY_TYPES_KIND_TEXTS;
    columns->ptr[at].required = false;
  }
}

struct letters text_of(const exports_odlm_strategy_strategy_request_t *request, const odlm_strategy_types_column_t *column, size_t row) {
  REQUIRE(column->values.tag == ODLM_STRATEGY_TYPES_VALUES_TEXTS && row < column->values.val.texts.len);
  uint32_t index = column->values.val.texts.ptr[row];
  REQUIRE(index < request->texts.len);
  const plugin_string_t *text = &request->texts.ptr[index];
  return (struct letters){text->ptr, text->len};
}

struct map rows_by_text(const exports_odlm_strategy_strategy_request_t *request, const odlm_strategy_types_column_t *column) {
  struct map rows = {.size = 0};
  for (size_t row = 0; row < request->salespeople.id.len; row++) {
    uint64_t key = text_key(text_of(request, column, row), NAME);
    if (key == 0) continue;
    size_t known = rows.count;
    struct entry *entry = map_at(&rows, key);
    entry->value = rows.count > known ? row : NOBODY;
  }
  return rows;
}

uint32_t named(const struct map *rows, struct letters text) {
  const struct entry *found = map_find(rows, text_key(text, NAME));
  return found == NULL ? NOBODY : (uint32_t)found->value;
}
