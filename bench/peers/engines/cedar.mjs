// Cedar through its WebAssembly build. It has no order among policies: one policy
// a row, all that hold are reported, and the lowest row among them is the first
// hit. What a row gives is looked up here, because Cedar only permits or forbids.

import cedar from '@cedar-policy/cedar-wasm/nodejs';

function condition(name, value) {
  const input = `context.${name}`;
  if (!Array.isArray(value)) return value ? input : `!${input}`;
  if (typeof value[0] === 'string') return `${JSON.stringify(value)}.contains(${input})`;
  const [lo, hi] = value;
  const bounds = [lo === null ? [] : `${input} >= ${lo}`, hi === null ? [] : `${input} < ${hi}`];
  return bounds.flat().join(' && ');
}

function policy(row) {
  const conditions = Object.entries(row.when).map(([name, value]) => condition(name, value));
  const when = conditions.length === 0 ? '' : ` when { ${conditions.join(' && ')} }`;
  return `permit(principal, action, resource)${when};`;
}

function load(table, mode) {
  const set = `${table.name}/${mode}`;
  const staticPolicies = Object.fromEntries(table.rows.map((row) => [row.row, policy(row)]));
  const parsed = cedar.preparsePolicySet(set, { staticPolicies });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed.errors.slice(0, 3)));

  const request = {
    principal: { type: 'Exporter', id: 'any' },
    action: { type: 'Action', id: 'ship' },
    resource: { type: 'Item', id: 'any' },
    preparsedPolicySetId: set,
    validateRequest: false,
    entities: [],
  };
  const firstRow = (context) => {
    const answer = cedar.statefulIsAuthorized({ ...request, context });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors));
    let first = table.rows.length;
    for (const id of answer.response.diagnostics.reason) first = Math.min(first, Number(id));
    return table.rows[first - 1];
  };
  if (mode === 'decision') return { decide: (context) => firstRow(context).outcome };
  return {
    decide: (context) => {
      const { outcome, cite } = firstRow(context);
      return { outcome, cite };
    },
  };
}

export default {
  package: '@cedar-policy/cedar-wasm',
  modes: ['decision', 'citation'],
  noExplanation: 'Cedar names the policies that held, and no more',
  async: false,
  load,
};
