/* `sticky-owner`: joins the rule to odlm's contract, `wit/strategy.wit`. What is handed back is on the heap: odlm frees it.

   A strategy is a pure function of the request: its clock is `request->now`, its chance `request->seed` (see `draw`). */

#include <stdlib.h>

#include "columns.h"
#include "memory.h"
#include "odlm.h"
#include "plugin.h"
#include "rule.h"

typedef exports_odlm_strategy_strategy_request_t request_t;
typedef exports_odlm_strategy_strategy_plan_t plan_t;

/* The columns of leads: the contact, the e-mail address, and by name the person who owns the customer. */
enum { PARTNER, EMAIL, ACCOUNT_OWNER, LEAD_COLUMNS };
static const char *const ASKED_OF_LEADS[LEAD_COLUMNS] = {"partner_id", "email_normalized", "x_account_owner"};
static const char *const ASKED_OF_PEOPLE[] = {"name"};

void exports_odlm_strategy_strategy_describe(exports_odlm_strategy_strategy_description_t *description) {
  plugin_string_dup(&description->name, "sticky-owner");
  plugin_string_dup(&description->version, "1.0.0");
  plugin_string_dup(&description->summary, "Gives leads of a known customer to who had the customer before, others to the least loaded");
  plugin_string_dup(&description->settings_schema, SETTINGS_SCHEMA);
  ask_for(&description->lead_columns, ASKED_OF_LEADS, LEAD_COLUMNS);
  ask_for(&description->salesperson_columns, ASKED_OF_PEOPLE, 1);
}

static void append_person(struct text *text, const struct member *member, bool with_target) {
  append(text, "user ");
  append_number(text, (int64_t)member->id);
  append(text, " with ");
  append_number(text, member->load);
  append(text, with_target ? " of " : " leads");
  if (with_target) append_number(text, member->target);
}

/* What `odlm runs explain` shows beside the reason: who comes first for a lead and who next by load. */
static void explain(const struct deal *deal, uint32_t owner, uint32_t manager, const struct account *account, plugin_string_t *note) {
  struct text text = {.length = 0};
  uint16_t reason;
  bool with_target = deal->settings->load_by_target;
  uint32_t one = look(deal, owner, manager, account, &reason);
  uint32_t other = one == NOBODY ? NOBODY : next_by_load(deal, owner, one);
  if (one == NOBODY) {
    append(&text, "nobody could take it");
  } else {
    append_person(&text, &deal->members[one], with_target);
    append(&text, other == NOBODY ? "; nobody else could take it" : "; by load ");
    if (other != NOBODY) append_person(&text, &deal->members[other], with_target);
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
}

/* Days since 1970-01-01; what lies before it is its first day. */
static uint32_t day_of(int64_t now) { return now < 0 ? 0 : now / 86400 > UINT32_MAX ? UINT32_MAX : (uint32_t)(now / 86400); }

static void assign_all(const request_t *request, const struct settings *settings, struct deal *deal, plan_t *plan) {
  const odlm_strategy_types_column_t *columns = request->leads.columns.ptr;
  size_t leads = request->leads.id.len;
  struct map names = rows_by_text(request, &request->salespeople.columns.ptr[0]);
  bool *explained = allocate(leads, sizeof *explained);
  for (size_t at = 0; at < request->explain.len; at++) {
    REQUIRE(request->explain.ptr[at] < leads);
    explained[request->explain.ptr[at]] = true;
  }
  for (size_t lead = 0; lead < leads; lead++) {
    uint32_t owner = request->leads.owner.ptr[lead];
    uint32_t manager = named(&names, text_of(request, &columns[ACCOUNT_OWNER], lead));
    struct account account = account_of(text_of(request, &columns[PARTNER], lead), text_of(request, &columns[EMAIL], lead), settings);
    if (explained[lead]) {
      odlm_strategy_types_note_t *note = &plan->notes.ptr[plan->notes.len++];
      note->lead = (uint32_t)lead;
      explain(deal, owner, manager, &account, &note->text);
    }
    plan->assignee.ptr[lead] = give(deal, owner, manager, &account, &plan->reason.ptr[lead]);
  }
  free(explained);
  map_free(&names);
}

bool exports_odlm_strategy_strategy_assign(request_t *request, plan_t *plan, plugin_string_t *error) {
  struct settings settings;
  if (!parse_settings((const char *)request->settings.ptr, request->settings.len, &settings)) {
    plugin_string_dup(error, "the settings cannot be used: they are no JSON object of the strategy's schema");
    exports_odlm_strategy_strategy_request_free(request);
    return false;
  }
  REQUIRE(request->leads.columns.len == LEAD_COLUMNS && request->salespeople.columns.len == 1);
  struct people people = {
      .count = request->salespeople.id.len,
      .id = request->salespeople.id.ptr,
      .target = request->salespeople.target.ptr,
      .workload = request->salespeople.workload.ptr,
      .room = request->salespeople.room.ptr,
      .credit = request->salespeople.credit.ptr,
  };
  struct deal deal;
  begin(&deal, &people, &settings, request->seed, day_of(request->now), request->memory.ptr, request->memory.len);
  open_plan(plan, request->leads.id.len, request->explain.len);
  assign_all(request, &settings, &deal, plan);
  plan->memory.ptr = memory_write(&deal.remembered, &plan->memory.len);
  end(&deal);
  exports_odlm_strategy_strategy_request_free(request);
  return true;
}
