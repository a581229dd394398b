// Races the rule engines that other people made on the tables of make_table.mjs.
//
//   node race.mjs FOLDER [--out FILE] [--rows N,...] [--engines NAME,...] [--seconds S]
//   node race.mjs FOLDER --check      verifies on 6 and 300 rows and times nothing
//
// Prints one JSON line a figure (docs/performance.md):
//
//   {"name":"rules/300/decision","value":1800,"unit":"decisions/s","n":1800,"peer":"..."}
//
// and the same with /p50 and /p99 (ns), /batch where the engine takes many inputs in a
// call, and rules/300/load (ms). A line with `skipped` says why there is no figure.
//
// Every engine and size has a process of its own, on one core where the system has
// `taskset`: nothing that one engine leaves behind slows the next.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { clockCost, time, timeBatch, verify, verifyBatch } from './measure.mjs';
import { readRace } from './race_files.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ENGINES = ['zen', 'cedar', 'json_rules_engine', 'cel_marcbachmann', 'cel_bufbuild'];
const MODES = ['decision', 'citation', 'explanation'];
const VERIFY_SECONDS = 5;
// An engine that needs longer than this for one decision is not timed.
const HOPELESS_SECONDS = 2;

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      out: { type: 'string' },
      rows: { type: 'string' },
      engines: { type: 'string', default: ENGINES.join(',') },
      seconds: { type: 'string', default: '1' },
      // One engine and size in this process; what the others are started with.
      alone: { type: 'boolean', default: false },
    },
  });
  const rows = (values.rows ?? (values.check ? '6,300' : '6,300,10000')).split(',').map(Number);
  const engines = values.engines.split(',');
  const seconds = Number(values.seconds);
  const unknown = engines.find((engine) => !ENGINES.includes(engine));
  if (positionals.length !== 1) throw new Error('name the folder that make_table.mjs wrote to');
  if (unknown) throw new Error(`no engine is called '${unknown}'; there are ${ENGINES.join(', ')}`);
  if (!(seconds > 0)) throw new Error(`--seconds is '${values.seconds}', not a positive number`);
  return { ...values, folder: positionals[0], rows, engines, seconds };
}

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const round = (value) => Number(value.toPrecision(5));

function versionOf(engine) {
  const path = `${HERE}node_modules/${engine.package}/package.json`;
  return JSON.parse(readFileSync(path, 'utf8')).version;
}

// Prints the figures of one mode of one engine.
class Line {
  constructor(rows, mode, peer) { Object.assign(this, { start: `rules/${rows}/${mode}`, peer }); }

  figure(suffix, value, unit, n) {
    print({ name: this.start + suffix, value: round(value), unit, n, peer: this.peer });
  }

  skip(suffix, why) {
    const name = this.start + suffix;
    print({ name, value: null, unit: 'decisions/s', n: 0, peer: this.peer, skipped: why });
  }
}

// Cuts the verified inputs into calls of about a twentieth of a second.
function batchesOf(inputs, rate) {
  const size = Math.max(1, Math.min(1000, inputs.length, Math.floor(rate / 20)));
  const batches = [];
  for (let i = 0; i + size <= inputs.length; i += size) batches.push(inputs.slice(i, i + size));
  return { size, batches };
}

async function raceBatch(engine, mode, race, inputs, rate, seconds, line) {
  const { size, batches } = batchesOf(inputs, rate);
  const decideAll = engine.loadBatch(race.table, mode);
  await verifyBatch(engine, decideAll, mode, race, batches);
  const timed = await timeBatch(engine, decideAll, batches, seconds);
  line.figure('/batch', timed.rate * size, 'decisions/s', timed.n * size);
}

async function raceMode(engine, mode, race, seconds, line) {
  const start = performance.now();
  const loaded = await engine.load(race.table, mode);
  const loading = performance.now() - start;
  if (mode === 'decision') {
    new Line(race.table.rows.length, 'load', line.peer).figure('', loading, 'ms', 1);
  }

  // Two, because the first also wakes up what was put off while loading.
  await verify(engine, loaded, mode, race, 0);
  const before = performance.now();
  await verify(engine, loaded, mode, race, 0);
  const one = (performance.now() - before) / 1000;
  if (one > HOPELESS_SECONDS) {
    line.skip('', `one decision took ${round(one)} s`);
    return;
  }

  const agreed = await verify(engine, loaded, mode, race, Math.max(seconds, VERIFY_SECONDS));
  const inputs = race.inputs.slice(0, agreed);
  const timed = await time(engine, loaded.decide, inputs, seconds);
  line.figure('', timed.rate, 'decisions/s', timed.n);
  line.figure('/p50', timed.single.p50, 'ns', timed.single.n);
  if (timed.single.p99 !== null) line.figure('/p99', timed.single.p99, 'ns', timed.single.n);
  if (engine.batchModes?.includes(mode)) {
    await raceBatch(engine, mode, race, inputs, timed.rate, seconds, line);
  }
}

async function checkMode(engine, mode, race, seconds, line) {
  const loaded = await engine.load(race.table, mode);
  const agreed = await verify(engine, loaded, mode, race, Math.max(seconds, VERIFY_SECONDS));
  let many = '';
  if (engine.batchModes?.includes(mode)) {
    const { batches } = batchesOf(race.inputs.slice(0, agreed), Infinity);
    const decideAll = engine.loadBatch(race.table, mode);
    many = `, ${await verifyBatch(engine, decideAll, mode, race, batches)} of them in batches`;
  }
  process.stdout.write(`${line.peer}: ${line.start}: ${agreed} inputs agree${many}\n`);
}

// One engine on one table, in this process.
async function alone({ folder, rows: [rows], engines: [name], seconds, check }) {
  let engine;
  let peer = name;
  try {
    engine = (await import(`./engines/${name}.mjs`)).default;
    peer = `${engine.package} ${versionOf(engine)}`;
  } catch (error) {
    const why = `it does not load in Node.js ${process.version}: ${error.message.split('\n')[0]}`;
    new Line(rows, 'decision', peer).skip('', why);
    // Under --check an engine that is not there has not agreed.
    process.exitCode = check ? 1 : 0;
    return;
  }
  const race = readRace(folder, rows);
  for (const mode of MODES) {
    const line = new Line(rows, mode, peer);
    if (engine.modes.includes(mode)) {
      await (check ? checkMode : raceMode)(engine, mode, race, seconds, line);
    } else if (!check) {
      line.skip('', engine.noExplanation);
    }
  }
}

// The last core that this process may use, as a command to start others on it; empty
// where there is no taskset.
function onOneCore() {
  if (spawnSync('taskset', ['-V']).status !== 0) return [];
  const allowed = /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  return ['taskset', '-c', allowed.split(/[,-]/).pop()];
}

async function start(name, rows, { folder, seconds, check }, write) {
  const command = [...onOneCore(), process.execPath, fileURLToPath(import.meta.url), folder,
    '--alone', '--engines', name, '--rows', String(rows), '--seconds', String(seconds),
    ...(check ? ['--check'] : [])];
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) write(`${line}\n`);
  const [status, signal] = await closed;
  if (status === 0) return true;
  process.stderr.write(`race: ${name} failed on ${rows} rows (${signal ?? `exit ${status}`})\n`);
  return false;
}

async function main() {
  const chosen = options();
  if (chosen.alone) return alone(chosen);

  const out = chosen.out ? createWriteStream(chosen.out) : null;
  const write = (text) => {
    process.stdout.write(text);
    out?.write(text);
  };
  if (!chosen.check) {
    const { value, n } = clockCost();
    const peer = `Node.js ${process.version}`;
    write(`${JSON.stringify({ name: 'rules/clock', value: round(value), unit: 'ns', n, peer })}\n`);
  }
  let failed = 0;
  for (const rows of chosen.rows) {
    for (const name of chosen.engines) failed += Number(!(await start(name, rows, chosen, write)));
  }
  out?.end();
  if (failed > 0) process.exitCode = 1;
}

await main().catch((error) => {
  process.stderr.write(`race: ${error.message}\n`);
  process.exitCode = 2;
});
