// node --test bench/peers/race_test.mjs: the tables and the judge of the race. Needs
// none of the engines; whether those agree is what race.mjs --check says.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { makeRace, writeRace } from './make_table.mjs';
import { verify, verifyBatch } from './measure.mjs';
import { readRace } from './race_files.mjs';

// The race of `rows`, written to a folder of its own and read back.
function raceOf(t, rows, seed = 1) {
  const folder = mkdtempSync(join(tmpdir(), 'licet-race-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeRace(folder, makeRace(rows, seed));
  return { folder, ...readRace(folder, rows) };
}

// A second reader of the table's JSON, which knows nothing of how it was made.
function holds(when, input) {
  return Object.entries(when).every(([name, condition]) => {
    const x = input[name];
    if (!Array.isArray(condition)) return x === condition;
    if (typeof x === 'string') return condition.includes(x);
    return (condition[0] ?? -Infinity) <= x && x < (condition[1] ?? Infinity);
  });
}

for (const rows of [6, 300]) {
  test(`${rows} rows: what is expected is the first row that holds`, (t) => {
    const { table, inputs, expected } = raceOf(t, rows);
    inputs.forEach((input, i) => {
      assert.equal(expected[i], table.rows.find(({ when }) => holds(when, input)));
    });
  });

  test(`${rows} rows: every row is hit equally often, and any twenty lie all over`, (t) => {
    const { table, inputs, expected } = raceOf(t, rows);
    const hits = new Map();
    for (const { row } of expected) hits.set(row, (hits.get(row) ?? 0) + 1);
    assert.deepEqual([...hits.keys()].sort((a, b) => a - b), table.rows.map(({ row }) => row));
    for (const count of hits.values()) assert.equal(count, inputs.length / rows);
    const mean = expected.slice(0, 20).reduce((sum, { row }) => sum + row, 0) / 20;
    assert.ok(Math.abs(mean / rows - 0.5) < 0.1, `the mean of the first twenty is row ${mean}`);
  });
}

test('rows overlap, so that the order of rows matters', (t) => {
  const { table, inputs } = raceOf(t, 300);
  const contested = inputs.filter((input) =>
    table.rows.slice(0, -1).filter(({ when }) => holds(when, input)).length > 1);
  assert.ok(contested.length > inputs.length / 10);
});

test('the same seed gives the same bytes on every machine, another seed others', (t) => {
  const bytesOf = (seed) => {
    const { folder } = raceOf(t, 300, seed);
    const names = ['table-300.json', 'inputs-300.csv', 'expected-300.csv'];
    return createHash('sha256')
      .update(names.map((name) => readFileSync(join(folder, name), 'utf8')).join('')).digest('hex');
  };
  assert.equal(bytesOf(1), '578142dea65ccc4cd140cb390b4f6eced74e94c964f72b630c10bf7e9b273ebc');
  assert.notEqual(bytesOf(2), bytesOf(1));
});

test('files that do not fit together are refused', (t) => {
  const { folder } = raceOf(t, 6);
  writeFileSync(join(folder, 'expected-6.csv'), 'row\n1\n');
  assert.throws(() => readRace(folder, 6), /30000 inputs, but 1 expected rows/);
  writeFileSync(join(folder, 'expected-6.csv'), 'line\n1\n');
  assert.throws(() => readRace(folder, 6), /expected-6.csv:1: the columns are 'line', not 'row'/);
});

// An engine that is right, but for what `spoil` does to its answer to the third input.
function engineOf(race, mode, spoil) {
  let asked = 0;
  const decide = () => {
    const { row, outcome, cite } = race.expected[asked];
    const right = mode === 'decision' ? outcome : { outcome, cite, explanation: { row } };
    return asked++ === 2 ? spoil(right) : right;
  };
  const loaded = { decide, explainedRow: (text) => JSON.parse(text).row };
  return [{ package: 'made-up' }, loaded, mode];
}

test('an engine that agrees is verified on all inputs', async (t) => {
  const race = raceOf(t, 6);
  for (const mode of ['decision', 'citation', 'explanation']) {
    assert.equal(await verify(...engineOf(race, mode, (right) => right), race, 60), 30000);
  }
});

test('one wrong answer of any kind is refused, with the input and what was expected', async (t) => {
  const race = raceOf(t, 6);
  const spoils = {
    decision: () => 'wrong',
    citation: (right) => ({ ...right, cite: 'table chips-6, line 99' }),
    explanation: (right) => ({ ...right, explanation: { row: 99 } }),
  };
  for (const [mode, spoil] of Object.entries(spoils)) {
    await assert.rejects(verify(...engineOf(race, mode, spoil), race, 60),
      new RegExp(`made-up disagrees in mode ${mode} on {"tpp".*: expected row .*, got `));
  }
});

test('a wrong or a missing answer in a batch is refused', async (t) => {
  const race = raceOf(t, 6);
  const engine = { package: 'made-up' };
  const answers = race.expected.slice(0, 4).map(({ outcome }) => outcome);
  const decideAll = (batch) => batch.map((i) => answers[i]);
  assert.equal(await verifyBatch(engine, decideAll, 'decision', race, [[0, 1], [2, 3]]), 4);
  answers[3] = 'wrong';
  await assert.rejects(verifyBatch(engine, decideAll, 'decision', race, [[0, 1], [2, 3]]),
    /made-up disagrees .* got 'wrong'/);
  answers.length = 3;
  const shorter = (batch) => decideAll(batch).filter((answer) => answer !== undefined);
  await assert.rejects(verifyBatch(engine, shorter, 'decision', race, [[0, 1], [2, 3]]),
    /made-up gave 1 answers to 2 inputs/);
});
