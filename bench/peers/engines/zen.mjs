// GoRules ZEN: a decision-table node with hit policy `first`. Its Node.js binding
// has asynchronous calls only. A node in `loop` mode takes many inputs in a call,
// which is its quickest way; hence `batch`.

import zen from '@gorules/zen-engine';

// A cell is a unary test; an empty one holds for anything.
function cell(condition) {
  if (condition === undefined) return '';
  if (!Array.isArray(condition)) return String(condition);
  if (typeof condition[0] === 'string') return condition.map((c) => JSON.stringify(c)).join(', ');
  const [lo, hi] = condition;
  if (lo === null) return `< ${hi}`;
  return hi === null ? `>= ${lo}` : `[${lo}..${hi})`;
}

function graph(table, outputs, executionMode) {
  const rules = table.rows.map((row) => ({
    _id: String(row.row),
    ...Object.fromEntries(table.inputs.map(({ name }) => [name, cell(row.when[name])])),
    ...Object.fromEntries(outputs.map((name) => [name, JSON.stringify(row[name])])),
  }));
  const many = executionMode === 'loop' ? { inputField: 'items', outputPath: 'items' } : {};
  const column = (name) => ({ id: name, name, field: name });
  const node = (id, type, content) =>
    ({ id, name: id, type, position: { x: 0, y: 0 }, ...(content ? { content } : {}) });
  return {
    nodes: [
      node('request', 'inputNode'),
      node('table', 'decisionTableNode', {
        hitPolicy: 'first',
        inputs: table.inputs.map(({ name }) => column(name)),
        outputs: outputs.map(column),
        rules,
        passThrough: false,
        executionMode,
        ...many,
      }),
      node('response', 'outputNode'),
    ],
    edges: [
      { id: 'in', type: 'edge', sourceId: 'request', targetId: 'table' },
      { id: 'out', type: 'edge', sourceId: 'table', targetId: 'response' },
    ],
  };
}

function make(table, outputs, executionMode) {
  const content = new zen.ZenDecisionContent(graph(table, outputs, executionMode));
  return new zen.ZenEngine().createDecision(content);
}

// The trace as text is quicker than as objects, and says the same.
const TRACE = { trace: 'string' };

function loadSingle(table, mode) {
  const single = make(table, mode === 'decision' ? ['outcome'] : ['outcome', 'cite'], 'single');
  if (mode === 'decision') {
    return { decide: async (input) => (await single.evaluate(input)).result.outcome };
  }
  if (mode === 'citation') {
    return { decide: async (input) => (await single.evaluate(input)).result };
  }
  return {
    decide: async (input) => {
      const { result, trace } = await single.evaluate(input, TRACE);
      return { outcome: result.outcome, cite: result.cite, explanation: trace };
    },
    explainedRow: (text) => Number(JSON.parse(text).table.traceData.rule._id),
  };
}

function loadBatch(table, mode) {
  const many = make(table, mode === 'decision' ? ['outcome'] : ['outcome', 'cite'], 'loop');
  const items = async (inputs) => (await many.evaluate({ items: inputs })).result.items;
  if (mode === 'citation') return items;
  return async (inputs) => (await items(inputs)).map((item) => item.outcome);
}

export default {
  package: '@gorules/zen-engine',
  modes: ['decision', 'citation', 'explanation'],
  batchModes: ['decision', 'citation'],
  async: true,
  load: loadSingle,
  loadBatch,
};
