// Reads what make_table.mjs wrote.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

function records(path, columns) {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const header = lines.shift();
  if (header !== columns.join(',')) {
    throw new Error(`${path}:1: the columns are '${header}', not '${columns.join(',')}'`);
  }
  return lines.map((line) => line.split(','));
}

const PARSE = { integer: Number, code: String, bool: (text) => text === 'true' };

// {table, inputs, expected}: an input is an object of numbers, a string and a
// bool by name; expected[i] is the row object that inputs[i] must hit.
export function readRace(folder, rows) {
  const table = JSON.parse(readFileSync(join(folder, `table-${rows}.json`), 'utf8'));
  const names = table.inputs.map((input) => input.name);
  const inputs = records(join(folder, `inputs-${rows}.csv`), names).map((fields) =>
    Object.fromEntries(table.inputs.map(({ name, type }, i) => [name, PARSE[type](fields[i])])));
  const expected =
    records(join(folder, `expected-${rows}.csv`), ['row']).map(([row]) => table.rows[row - 1]);
  if (inputs.length !== expected.length) {
    throw new Error(`${folder}: ${inputs.length} inputs, but ${expected.length} expected rows`);
  }
  return { table, inputs, expected };
}
