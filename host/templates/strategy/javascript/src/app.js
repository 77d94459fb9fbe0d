// `my-strategy`: joins the rule to odlm's contract, `wit/strategy.wit`.

import { guarded, number, signed, unsigned } from "./odlm.js";
import { distribute } from "./rule.js";
import { parse, SCHEMA } from "./settings.js";

export const strategy = {
  describe: () => ({
    name: "my-strategy",
    version: "0.1.0",
    summary: "Gives each lead to whoever is furthest below target",
    settingsSchema: JSON.stringify(SCHEMA),
    // A strategy sees no column that it does not ask for here: { name: "source", kind: "texts", required: true }.
    leadColumns: [],
    salespersonColumns: [],
  }),

  assign: guarded((request) => {
    const { id, target, workload, room, credit } = request.salespeople;
    const people = {
      id: Array.from(id, number),
      target: unsigned(target),
      workload: unsigned(workload),
      room: unsigned(room),
      credit,
    };
    const owner = unsigned(request.leads.owner);
    const explain = unsigned(request.explain);
    const answer = distribute({ owner, people, seed: number(request.seed), explain }, parse(request.settings));
    return { ...answer, assignee: signed(answer.assignee), memory: new Uint8Array() };
  }),
};
