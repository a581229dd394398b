// Writes the decision table of the race, and the inputs that all engines, ours
// included, are timed on:
//
//   node make_table.mjs ROWS SEED FOLDER
//
// The same ROWS and SEED give the same bytes everywhere. Into FOLDER go
//
// table-ROWS.json   one object; each row stands on a line of its own:
//
//   {"name": "chips-300", "seed": 1, "hit_policy": "first",
//    "inputs": [
//     {"name": "tpp", "type": "integer", "min": 0, "max": 40000}, ... three more integers,
//     {"name": "destination", "type": "code", "values": ["AE", ...]},
//     {"name": "datacenter", "type": "bool"}],
//    "rows": [
//     {"row": 1, "when": {"tpp": [4800, 21000], "memory_bandwidth": [null, 6500],
//      "destination": ["CN", "MO"], "datacenter": true},
//      "outcome": "case-by-case", "cite": "table chips-300, line 1"}, ...]}
//
//   A row holds when all its conditions hold; an input that `when` leaves out may
//   be anything. [LO, HI] is LO <= x < HI, and null is an open end (never both); a
//   list of codes is membership; a bool is equality. The first row that holds
//   wins. The last row has no condition, so every input hits. `row` counts from 1;
//   `cite` is unique to its row; an outcome is shared by many rows.
//
// inputs-ROWS.csv   tpp,memory_bandwidth,interconnect,die_area,destination,datacenter
//   Decimal integers, a code, true or false; no quotes; '\n' ends each line.
//
// expected-ROWS.csv   row
//   The row that each input hits, line by line, by the plain scan below.
//
// The shape is that of the chip rules: lines of performance, bandwidth and area,
// lists of countries, an exception before the general rule. The rows are invented
// and decide nothing. A performance density would be a product of two inputs; the
// area stands for it, because not every engine can multiply in a table.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// A multiple of 6, 300 and 10,000: so every row is hit equally often.
const INPUTS = 30000;
const POSSIBLE_OUTCOMES =
  ['denial', 'presumption-of-denial', 'case-by-case', 'licence-required', 'notification'];

// `step` is what lines are rounded to, `least` the narrowest interval.
const NUMBERS = [
  { name: 'tpp', min: 0, max: 40000, step: 10, least: 40 },
  { name: 'memory_bandwidth', min: 0, max: 16000, step: 10, least: 40 },
  { name: 'interconnect', min: 0, max: 2000, step: 5, least: 10 },
  { name: 'die_area', min: 1, max: 2000, step: 5, least: 10 },
];
const LISTS = {
  embargoed: ['AF', 'BY', 'CD', 'CF', 'CN', 'CU', 'ER', 'HK', 'HT', 'IQ', 'IR', 'KP', 'LB', 'LY',
    'MM', 'MO', 'NI', 'RU', 'SD', 'SO', 'SS', 'SY', 'VE', 'ZW'],
  watched: ['AE', 'AM', 'AZ', 'BH', 'EG', 'GE', 'JO', 'KG', 'KW', 'KZ', 'MD', 'MN', 'OM', 'PK',
    'QA', 'SA', 'TJ', 'TM', 'UZ', 'VN', 'YE'],
  open: ['AU', 'CA', 'DE', 'FR', 'GB', 'IE', 'IN', 'JP', 'KR', 'NL', 'SG', 'TW'],
};
const CODES = Object.values(LISTS).flat().sort();

// A box is what a row asks for: lo and hi of each number (lo <= x < hi), the
// allowed codes as positions in CODES, and true, false or null (either).
function box({ destination = CODES, datacenter = null, ...numbers }) {
  return {
    lo: NUMBERS.map((n) => numbers[n.name]?.[0] ?? n.min),
    hi: NUMBERS.map((n) => numbers[n.name]?.[1] ?? n.max + 1),
    codes: destination.map((code) => CODES.indexOf(code)),
    datacenter,
  };
}

const copy = (b) =>
  ({ lo: [...b.lo], hi: [...b.hi], codes: [...b.codes], datacenter: b.datacenter });

// Four regions that share no point; every larger table cuts them into cells.
const REGIONS = [
  { box: box({ tpp: [4800, null], destination: LISTS.embargoed }), outcome: 'denial' },
  {
    box: box({ tpp: [2400, 4800], destination: LISTS.embargoed, datacenter: true }),
    outcome: 'presumption-of-denial',
  },
  { box: box({ tpp: [4800, null], destination: LISTS.watched }), outcome: 'licence-required' },
  {
    box: box({ tpp: [1600, 2400], die_area: [null, 500], datacenter: true }),
    outcome: 'notification',
  },
];
// The carve-out of the first region, which stands before it.
const CARVE_OUT = {
  box: box({ tpp: [4800, 21000], memory_bandwidth: [null, 6500], destination: ['CN', 'MO'] }),
  outcome: 'case-by-case',
};

// Mulberry32: 32 bits of state are plenty here, and the same bytes come out of
// every Node.js, which Math.random does not promise.
class Random {
  constructor(seed) { this.state = seed >>> 0; }

  below(n) {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  }

  between(lo, hi) { return lo + this.below(hi - lo); }
  pick(list) { return list[this.below(list.length)]; }

  shuffle(list) {
    for (let i = list.length - 1; i > 0; --i) {
      const j = this.below(i + 1);
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }
}

// A line inside the middle of lo..hi, rounded; null where the interval is too narrow.
function cut(random, dimension, lo, hi) {
  const { step, least } = NUMBERS[dimension];
  if (hi - lo < 4 * least) return null;
  const quarter = Math.floor((hi - lo) / 4);
  return Math.round(random.between(lo + quarter, hi - quarter) / step) * step;
}

// Two halves of a box, or null where the dimension that was drawn is used up.
function split(random, whole) {
  const [a, b] = [copy(whole), copy(whole)];
  const dimension = random.below(NUMBERS.length + 2);
  if (dimension < NUMBERS.length) {
    const line = cut(random, dimension, whole.lo[dimension], whole.hi[dimension]);
    if (line === null) return null;
    a.hi[dimension] = b.lo[dimension] = line;
  } else if (dimension === NUMBERS.length) {
    if (whole.codes.length < 2) return null;
    const half = whole.codes.length >> 1;
    const codes = random.shuffle([...whole.codes]);
    a.codes = codes.slice(0, half).sort((x, y) => x - y);
    b.codes = codes.slice(half).sort((x, y) => x - y);
  } else {
    if (whole.datacenter !== null) return null;
    [a.datacenter, b.datacenter] = [true, false];
  }
  return [a, b];
}

// Cuts the regions until there are `count` cells. Of three cells drawn, the one
// that was cut least often is next, so that cells differ in size, but not wildly.
function makeCells(random, count) {
  const cells = REGIONS.map((region) => ({ ...region, depth: 0 }));
  while (cells.length < count) {
    let chosen = random.below(cells.length);
    for (let i = 0; i < 2; ++i) {
      const other = random.below(cells.length);
      if (cells[other].depth < cells[chosen].depth) chosen = other;
    }
    const cell = cells[chosen];
    const halves = split(random, cell.box);
    if (!halves) continue;
    const depth = cell.depth + 1;
    cells[chosen] = { box: halves[0], outcome: cell.outcome, depth };
    cells.push({ box: halves[1], outcome: random.pick(POSSIBLE_OUTCOMES), depth });
  }
  return cells;
}

// An exception takes half of its cell and reaches over one border, so that it
// overlaps with neighbours too. `tame` is the same without the reach.
function exceptionOf(random, cell) {
  let halves = null;
  while (!halves) halves = split(random, cell.box);
  const tame = random.pick(halves);
  const reaching = copy(tame);
  const dimension = random.below(NUMBERS.length);
  const { min, max, step } = NUMBERS[dimension];
  const reach = Math.ceil((tame.hi[dimension] - tame.lo[dimension]) / 3 / step) * step;
  if (random.below(2)) {
    reaching.lo[dimension] = Math.max(min, tame.lo[dimension] - reach);
  } else {
    reaching.hi[dimension] = Math.min(max + 1, tame.hi[dimension] + reach);
  }
  const others = POSSIBLE_OUTCOMES.filter((outcome) => outcome !== cell.outcome);
  return { box: reaching, tame, outcome: random.pick(others) };
}

// Cells in any order, each exception somewhere before its cell, the default last.
function makeRows(random, count) {
  const exceptions = Math.floor((count - 1) / 5);
  const cells = random.shuffle(makeCells(random, count - 1 - exceptions));
  const placed = cells.map((cell, i) => ({ ...cell, place: i }));
  const owners = random.shuffle(cells.map((_, i) => i)).slice(0, exceptions);
  for (const i of owners) {
    placed.push({ ...exceptionOf(random, cells[i]), place: random.below(i + 1) - 0.5 });
  }
  // Array.sort is stable, so equal places keep the order of creation.
  placed.sort((a, b) => a.place - b.place);
  return [...placed, { box: box({}), outcome: 'no-licence-required' }];
}

// The table of six rows is written by hand; larger ones are cut.
const sixRows = () =>
  [CARVE_OUT, ...REGIONS, { box: box({}), outcome: 'no-licence-required' }];

// The judge: rows in order, conditions in order, nothing clever; flat arrays, because
// objects make it many times slower. A point is four numbers, the position of its
// code in CODES, and a bool.
class Scan {
  constructor(rows) {
    this.size = rows.length;
    this.lo = Int32Array.from(rows.flatMap(({ box: b }) => b.lo));
    this.hi = Int32Array.from(rows.flatMap(({ box: b }) => b.hi));
    this.allowed = new Uint8Array(rows.length * CODES.length);
    rows.forEach(({ box: b }, i) => {
      for (const code of b.codes) this.allowed[i * CODES.length + code] = 1;
    });
    // 0 is false, 1 is true, 2 is either.
    this.datacenter = Uint8Array.from(rows, ({ box: b }) => b.datacenter ?? 2);
  }

  holds(i, { numbers, code, datacenter }) {
    for (let d = 0, at = i * NUMBERS.length; d < NUMBERS.length; ++d, ++at) {
      if (numbers[d] < this.lo[at] || numbers[d] >= this.hi[at]) return false;
    }
    if (this.allowed[i * CODES.length + code] === 0) return false;
    return this.datacenter[i] === 2 || this.datacenter[i] === Number(datacenter);
  }

  // The last row always holds.
  first(point) {
    let i = 0;
    while (!this.holds(i, point)) ++i;
    return i;
  }

  countHolding(point) {
    let count = 0;
    for (let i = 0; i < this.size; ++i) count += Number(this.holds(i, point));
    return count;
  }
}

// A point of the box; every eighth number lies on the border, where `<` and `<=` differ.
function pointIn(random, b) {
  const numbers = b.lo.map((lo, d) => {
    const draw = random.below(16);
    if (draw === 0) return lo;
    if (draw === 1) return b.hi[d] - 1;
    return random.between(lo, b.hi[d]);
  });
  const datacenter = b.datacenter ?? random.below(2) === 1;
  return { numbers, code: random.pick(b.codes), datacenter };
}

// A point whose first hit is the row; else null, with the rows that came before.
function pointHitting(random, scan, rows, wanted) {
  const shadowing = new Set();
  for (let i = 0; i < 400; ++i) {
    const point = pointIn(random, rows[wanted].box);
    const hit = scan.first(point);
    if (hit === wanted) return { point };
    shadowing.add(hit);
  }
  return { shadowing };
}

// Takes the reach back from exceptions that leave nothing of a row behind them.
function makeReachable(random, rows) {
  let scan = new Scan(rows);
  for (let wanted = 0; wanted < rows.length; ++wanted) {
    const { shadowing } = pointHitting(random, scan, rows, wanted);
    if (!shadowing) continue;
    let tamed = 0;
    for (const i of shadowing) {
      if (!rows[i].tame) continue;
      rows[i] = { box: rows[i].tame, outcome: rows[i].outcome };
      ++tamed;
    }
    if (tamed === 0) throw new Error(`row ${wanted + 1} cannot be hit; use another seed`);
    scan = new Scan(rows);
    --wanted;
  }
  return scan;
}

// The rows 0..count-1 in an order in which every twenty in a row lie all over the table:
// a slow engine decides only the first few inputs, and its time depends on how far down
// they hit.
function turns(random, count) {
  const strata = Array.from({ length: Math.min(20, count) }, () => []);
  for (let i = 0; i < count; ++i) strata[Math.floor((i * strata.length) / count)].push(i);
  for (const stratum of strata) random.shuffle(stratum);
  const order = [];
  while (order.length < count) {
    order.push(...random.shuffle(strata.flatMap((stratum) => stratum.splice(-1))));
  }
  return order;
}

function whenOf(b) {
  const when = {};
  NUMBERS.forEach(({ name, min, max }, d) => {
    const lo = b.lo[d] > min ? b.lo[d] : null;
    const hi = b.hi[d] <= max ? b.hi[d] : null;
    if (lo !== null || hi !== null) when[name] = [lo, hi];
  });
  if (b.codes.length < CODES.length) when.destination = b.codes.map((code) => CODES[code]);
  if (b.datacenter !== null) when.datacenter = b.datacenter;
  return when;
}

// The whole of it as values: the table, the points, the row that each hits, the judge.
export function makeRace(count, seed) {
  const random = new Random(seed);
  const rows = count === sixRows().length ? sixRows() : makeRows(random, count);
  const scan = makeReachable(random, rows);
  const name = `chips-${count}`;
  const table = {
    name,
    seed,
    hit_policy: 'first',
    inputs: [
      ...NUMBERS.map(({ name: input, min, max }) => ({ name: input, type: 'integer', min, max })),
      { name: 'destination', type: 'code', values: CODES },
      { name: 'datacenter', type: 'bool' },
    ],
    rows: rows.map(({ box: b, outcome }, i) =>
      ({ row: i + 1, when: whenOf(b), outcome, cite: `table ${name}, line ${i + 1}` })),
  };

  const points = [];
  const hits = [];
  while (points.length < INPUTS) {
    for (const wanted of turns(random, rows.length).slice(0, INPUTS - points.length)) {
      const { point } = pointHitting(random, scan, rows, wanted);
      if (!point) throw new Error(`row ${wanted + 1} is hardly ever hit; use another seed`);
      points.push(point);
      hits.push(wanted + 1);
    }
  }
  return { table, points, hits, scan };
}

function tableText(table) {
  const { inputs, rows, ...head } = table;
  const start = JSON.stringify(head).slice(0, -1);
  const lines = (list) => list.map((item) => JSON.stringify(item)).join(',\n');
  return `${start},\n"inputs":[\n${lines(inputs)}],\n"rows":[\n${lines(rows)}]}\n`;
}

function inputsText(points) {
  const header = [...NUMBERS.map((n) => n.name), 'destination', 'datacenter'];
  const lines = points.map((p) => [...p.numbers, CODES[p.code], p.datacenter].join(','));
  return `${header.join(',')}\n${lines.join('\n')}\n`;
}

// How even the hits are, and how many inputs more than one row would catch.
function report({ table, points, hits, scan }) {
  const counts = new Map(table.rows.map(({ row }) => [row, 0]));
  for (const row of hits) counts.set(row, counts.get(row) + 1);
  const [least, most] = [Math.min(...counts.values()), Math.max(...counts.values())];
  const sample = points.slice(0, 1000);
  const contested = sample.filter((point) => scan.countHolding(point) > 2).length;
  return `${table.name}: ${table.rows.length} rows, ${points.length} inputs, each row hit ` +
    `${least === most ? least : `${least} to ${most}`} times; of 1,000 inputs ` +
    `${contested} also match a later row besides the last`;
}

export function writeRace(folder, { table, points, hits }) {
  const count = table.rows.length;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `table-${count}.json`), tableText(table));
  writeFileSync(join(folder, `inputs-${count}.csv`), inputsText(points));
  writeFileSync(join(folder, `expected-${count}.csv`), `row\n${hits.join('\n')}\n`);
}

function main() {
  const [rowsText, seedText, folder] = process.argv.slice(2);
  const rows = Number(rowsText);
  const seed = Number(seedText);
  const least = sixRows().length;
  if (!folder || !Number.isInteger(seed) || !(Number.isInteger(rows) && rows >= least)) {
    process.stderr.write(`usage: make_table.mjs ROWS SEED FOLDER, with at least ${least} rows\n`);
    process.exit(2);
  }
  const race = makeRace(rows, seed);
  writeRace(folder, race);
  process.stdout.write(`${report(race)}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
