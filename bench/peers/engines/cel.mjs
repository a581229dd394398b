// The table as CEL, for both CEL engines: `row 1's condition ? 1 : row 2's ? 2 : ... : 0`.
// One expression holds a stretch of rows, and the stretches are tried in order until
// one gives a row: all rows in one expression overflow the stack of either parser at
// 10,000 rows, and short stretches ran no slower than long ones.

const STRETCH = 25;

function condition(name, value) {
  if (!Array.isArray(value)) return value ? name : `!${name}`;
  if (typeof value[0] === 'string') return `${name} in ${JSON.stringify(value)}`;
  const [lo, hi] = value;
  // As doubles, which both engines compare faster than integers, and which carry
  // numbers of this size exactly.
  const bounds = [lo === null ? [] : `${name} >= ${lo}.0`, hi === null ? [] : `${name} < ${hi}.0`];
  return bounds.flat().join(' && ');
}

function expression(rows) {
  const arms = rows.map(({ row, when }) => {
    const all = Object.entries(when).map(([name, value]) => condition(name, value));
    return `${all.join(' && ') || 'true'} ? ${row} : `;
  });
  return `${arms.join('')}0`;
}

// An engine of the race, from a function that compiles one expression. Compiled
// expressions give a bigint, as CEL's int does.
export function celEngine(name, makeCompiler) {
  function load(table, mode) {
    const compile = makeCompiler(table);
    const stretches = [];
    for (let i = 0; i < table.rows.length; i += STRETCH) {
      stretches.push(compile(expression(table.rows.slice(i, i + STRETCH))));
    }
    const firstRow = (variables) => {
      for (const stretch of stretches) {
        const row = stretch(variables);
        if (row !== 0n) return table.rows[Number(row) - 1];
      }
      throw new Error('no row holds');
    };
    if (mode === 'decision') return { decide: (variables) => firstRow(variables).outcome };
    return {
      decide: (variables) => {
        const { outcome, cite } = firstRow(variables);
        return { outcome, cite };
      },
    };
  }
  return {
    package: name,
    modes: ['decision', 'citation'],
    noExplanation: 'a CEL expression gives its value, and no more',
    async: false,
    load,
  };
}
