// `score-weighted`: joins the rule to odlm's contract, `wit/strategy.wit`.

import { numbers } from "./columns.js";
import { nothing, owedTo, read, remember, write } from "./memory.js";
import { guarded, number, signed, unsigned } from "./odlm.js";
import { distribute } from "./rule.js";
import { SCORES, scores, weights } from "./scores.js";
import { parse, SCHEMA } from "./settings.js";

const optional = (name) => ({ name, kind: "numbers", required: false });

export const strategy = {
  describe: () => ({
    name: "score-weighted",
    version: "1.0.0",
    summary: "Shares the value of leads, not their number: everybody's summed score is proportional to their weight",
    settingsSchema: JSON.stringify(SCHEMA),
    leadColumns: SCORES.map(optional),
    salespersonColumns: [optional("weight")],
  }),

  assign: guarded((request) => {
    const settings = parse(request.settings);
    const { salespeople, leads } = request;
    const target = unsigned(salespeople.target);
    const people = {
      id: Array.from(salespeople.id, number),
      room: unsigned(salespeople.room),
      credit: Array.from(salespeople.credit),
      weight: weights(settings, target, numbers(salespeople.columns[0])),
    };
    const score = scores(settings, leads.priority, leads.columns.map((column) => column.values.val));
    const memory = settings.carryOver ? read(request.memory, settings.score) : nothing(settings.score);
    const { owed, largest, ...answer } = distribute(
      { owner: unsigned(leads.owner), score, people, seed: number(request.seed), explain: unsigned(request.explain) },
      owedTo(memory, people.id),
    );
    const kept = settings.carryOver ? write(remember(memory, people.id, owed, largest)) : new Uint8Array();
    return { ...answer, assignee: signed(answer.assignee), memory: kept };
  }),
};
