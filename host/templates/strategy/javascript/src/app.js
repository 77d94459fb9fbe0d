// `my-strategy`: joins the rule to odlm's contract, `wit/strategy.wit`.

import { guarded, number } from "./odlm.js";
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
    const { owner } = request.leads;
    const { id, target, workload, room, credit } = request.salespeople;
    const people = { id: Array.from(id, number), target, workload, room, credit };
    const answer = distribute({ owner, people, seed: number(request.seed), explain: request.explain }, parse(request.settings));
    return { ...answer, memory: new Uint8Array() };
  }),
};
