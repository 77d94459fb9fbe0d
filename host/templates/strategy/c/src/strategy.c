/* `my-strategy`: joins the rule to odlm's contract, `wit/strategy.wit`. What is handed back is on the heap: odlm frees it.

   A strategy is a pure function of the request: its clock is `request->now`, its chance `request->seed` (see `draw`). */

#include <stdlib.h>

#include "odlm.h"
#include "plugin.h"
#include "rule.h"
#include "settings.h"

typedef exports_odlm_strategy_strategy_request_t request_t;
typedef exports_odlm_strategy_strategy_plan_t plan_t;

void exports_odlm_strategy_strategy_describe(exports_odlm_strategy_strategy_description_t *description) {
  plugin_string_dup(&description->name, "my-strategy");
  plugin_string_dup(&description->version, "0.1.0");
  plugin_string_dup(&description->summary, "Gives each lead to whoever is furthest below target");
  plugin_string_dup(&description->settings_schema, SETTINGS_SCHEMA);
  /* A strategy sees no column that it does not ask for here: a list of {name, ODLM_STRATEGY_TYPES_KIND_TEXTS, required}. */
  description->lead_columns.len = description->salesperson_columns.len = 0;
  description->lead_columns.ptr = description->salesperson_columns.ptr = NULL;
}

static void append_person(struct text *text, const struct member *member) {
  append(text, "user ");
  append_number(text, (int64_t)member->id);
  append(text, " with ");
  append_number(text, member->to_go);
  append(text, " to go");
}

/* What `odlm runs explain` shows beside the reason: who comes first for a lead and who next. */
static void explain(const struct member *members, size_t count, uint32_t owner, bool past_target, plugin_string_t *note) {
  struct text text = {.length = 0};
  uint32_t one = first(members, count, owner, NOBODY, past_target);
  uint32_t other = one == NOBODY ? NOBODY : first(members, count, owner, one, past_target);
  if (one == NOBODY) {
    append(&text, "nobody could take it");
  } else {
    append_person(&text, &members[one]);
    append(&text, other == NOBODY ? "; nobody else could take it" : "; then ");
    if (other != NOBODY) append_person(&text, &members[other]);
  }
  plugin_string_dup(note, text.letters);
}

/* An empty plan for so many leads. */
static void open_plan(plan_t *plan, size_t leads, size_t notes) {
  plan->assignee.len = plan->reason.len = leads;
  plan->assignee.ptr = allocate(leads, sizeof *plan->assignee.ptr);
  plan->reason.ptr = allocate(leads, sizeof *plan->reason.ptr);
  plan->reasons.len = REASON_COUNT;
  plan->reasons.ptr = allocate(REASON_COUNT, sizeof *plan->reasons.ptr);
  for (size_t reason = 0; reason < REASON_COUNT; reason++) plugin_string_dup(&plan->reasons.ptr[reason], REASONS[reason]);
  plan->notes.len = 0;
  plan->notes.ptr = allocate(notes, sizeof *plan->notes.ptr);
  plan->memory.len = 0;
  plan->memory.ptr = NULL;
}

bool exports_odlm_strategy_strategy_assign(request_t *request, plan_t *plan, plugin_string_t *error) {
  struct settings settings;
  if (!parse_settings((const char *)request->settings.ptr, request->settings.len, &settings)) {
    plugin_string_dup(error, "the settings cannot be used: they are no JSON object of the strategy's schema");
    exports_odlm_strategy_strategy_request_free(request);
    return false;
  }
  size_t leads = request->leads.id.len, count = request->salespeople.id.len;
  struct people people = {
      .count = count,
      .id = request->salespeople.id.ptr,
      .target = request->salespeople.target.ptr,
      .workload = request->salespeople.workload.ptr,
      .room = request->salespeople.room.ptr,
      .credit = request->salespeople.credit.ptr,
  };
  struct member *members = allocate(count, sizeof *members);
  begin(members, &people, request->seed);

  open_plan(plan, leads, request->explain.len);
  bool *explained = allocate(leads, sizeof *explained);
  for (size_t at = 0; at < request->explain.len; at++) {
    REQUIRE(request->explain.ptr[at] < leads);
    explained[request->explain.ptr[at]] = true;
  }
  for (size_t lead = 0; lead < leads; lead++) {
    uint32_t owner = request->leads.owner.ptr[lead];
    if (explained[lead]) {
      odlm_strategy_types_note_t *note = &plan->notes.ptr[plan->notes.len++];
      note->lead = (uint32_t)lead;
      explain(members, count, owner, settings.past_target, &note->text);
    }
    plan->assignee.ptr[lead] = give(members, count, owner, settings.past_target, &plan->reason.ptr[lead]);
  }
  free(explained);
  free(members);
  exports_odlm_strategy_strategy_request_free(request);
  return true;
}
