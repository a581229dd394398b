// json-rules-engine: one rule a row with built-in operators. It has no hit policy:
// priorities put the rows in order, and the first success stops the engine.

import { Engine } from 'json-rules-engine';

function conditions(row) {
  return Object.entries(row.when).flatMap(([fact, value]) => {
    if (!Array.isArray(value)) return [{ fact, operator: 'equal', value }];
    if (typeof value[0] === 'string') return [{ fact, operator: 'in', value }];
    const [lo, hi] = value;
    return [
      lo === null ? [] : { fact, operator: 'greaterThanInclusive', value: lo },
      hi === null ? [] : { fact, operator: 'lessThan', value: hi },
    ].flat();
  });
}

function load(table, mode) {
  const engine = new Engine();
  for (const row of table.rows) {
    engine.addRule({
      name: row.row,
      conditions: { all: conditions(row) },
      event: { type: row.outcome, params: { cite: row.cite } },
      priority: table.rows.length - row.row + 1,
    });
  }
  engine.on('success', () => engine.stop());

  if (mode === 'decision') {
    return { decide: async (facts) => (await engine.run(facts)).events[0].type };
  }
  if (mode === 'citation') {
    return {
      decide: async (facts) => {
        const { type, params } = (await engine.run(facts)).events[0];
        return { outcome: type, cite: params.cite };
      },
    };
  }
  return {
    decide: async (facts) => {
      const result = (await engine.run(facts)).results[0];
      const { type, params } = result.event;
      return { outcome: type, cite: params.cite, explanation: result.toJSON() };
    },
    explainedRow: (text) => JSON.parse(text).name,
  };
}

export default {
  package: 'json-rules-engine',
  modes: ['decision', 'citation', 'explanation'],
  async: true,
  load,
};
