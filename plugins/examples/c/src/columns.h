/* Columns of the contract, a text a row. */
#ifndef COLUMNS_H
#define COLUMNS_H

#include "account.h"
#include "map.h"
#include "plugin.h"

/* Asks for columns of texts that may be missing. */
void ask_for(odlm_strategy_types_list_column_request_t *columns, const char *const *names, size_t count);

/* The text of a row; empty where it is missing. */
struct letters text_of(const exports_odlm_strategy_strategy_request_t *request, const odlm_strategy_types_column_t *column, size_t row);

/* The rows of a column by the keys of their texts; a text that two rows have leads to NOBODY, as it names neither of them. */
struct map rows_by_text(const exports_odlm_strategy_strategy_request_t *request, const odlm_strategy_types_column_t *column);

/* The row that a text names; NOBODY when it names none. */
uint32_t named(const struct map *rows, struct letters text);

#endif
