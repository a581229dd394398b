// Verifies and times one engine on one table. Nothing is timed that was not
// verified before: timing cycles through the verified inputs only.

const now = () => performance.now() / 1000;

// What an answer must look like in each mode, and in words what is wrong with it.
function disagreement(mode, answer, row, explainedRow) {
  if (mode === 'decision') return answer === row.outcome ? null : `'${answer}'`;
  if (answer?.outcome !== row.outcome || answer?.cite !== row.cite) return JSON.stringify(answer);
  if (mode !== 'explanation') return null;
  const { explanation } = answer;
  const text = typeof explanation === 'string' ? explanation : JSON.stringify(explanation);
  return explainedRow(text) === row.row ? null : `an explanation of another row: ${text}`;
}

function refuse(engine, mode, race, i, wrong) {
  const { row, outcome, cite } = race.expected[i];
  const input = JSON.stringify(race.inputs[i]);
  throw new Error(`${engine.package} disagrees in mode ${mode} on ${input}: expected row ${row} ` +
    `('${outcome}', ${cite}), got ${wrong}`);
}

// Decides inputs in order for at most `seconds`, at least one, and compares each
// answer; gives how many agreed. Throws at the first that does not.
export async function verify(engine, loaded, mode, race, seconds) {
  const end = now() + seconds;
  let agreed = 0;
  do {
    const answer = await loaded.decide(race.inputs[agreed]);
    const wrong = disagreement(mode, answer, race.expected[agreed], loaded.explainedRow);
    if (wrong) refuse(engine, mode, race, agreed, wrong);
    ++agreed;
  } while (agreed < race.inputs.length && now() < end);
  return agreed;
}

// The same for a function that takes many inputs in one call.
export async function verifyBatch(engine, decideAll, mode, race, batches) {
  let i = 0;
  for (const batch of batches) {
    const answers = await decideAll(batch);
    if (answers.length !== batch.length) {
      throw new Error(`${engine.package} gave ${answers.length} answers to ${batch.length} inputs`);
    }
    for (const answer of answers) {
      const wrong = disagreement(mode, answer, race.expected[i]);
      if (wrong) refuse(engine, mode, race, i, wrong);
      ++i;
    }
  }
  return i;
}

// Where results go, so that no compiler finds them unused.
export let sink = null;

// Calls f on the items in turn until `seconds` have passed, and longer where that is less
// than `least` calls: {calls, seconds}. Looks at the clock after every `stride` calls.
// Awaits only what is asynchronous: awaiting a plain value would be time that the engine
// did not take.
async function run(engine, f, items, seconds, stride, least = 1) {
  const start = now();
  let calls = 0;
  let i = 0;
  let passed = 0;
  do {
    for (let k = 0; k < stride; ++k) {
      sink = engine.async ? await f(items[i]) : f(items[i]);
      if (++i === items.length) i = 0;
    }
    calls += stride;
    passed = now() - start;
  } while (passed < seconds || (calls < least && passed < 10 * seconds));
  return { calls, seconds: passed };
}

// Runs windows until two in a row agree within a twentieth, so that the compilers of
// JavaScript and WebAssembly are done; at most `windows`. Gives calls a second.
async function warmUp(engine, f, items, seconds) {
  const windows = 12;
  let before = 0;
  let rate = 0;
  let stride = 1;
  for (let w = 0; w < windows; ++w) {
    const done = await run(engine, f, items, seconds, stride);
    rate = done.calls / done.seconds;
    stride = Math.max(1, Math.min(1000, Math.round(rate / 1000)));
    if (w >= 2 && Math.abs(rate - before) < rate / 20) break;
    before = rate;
  }
  return { rate, stride };
}

function quantile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

// Times call by call, in nanoseconds: the median, and the 99th of a hundred where there
// are enough calls to speak of one. The clock's own time is in them.
async function latency(engine, f, items, seconds) {
  const enough = 100;
  const most = 1e6;
  const times = [];
  const start = now();
  let passed = 0;
  for (let i = 0; times.length < most; i = (i + 1) % items.length) {
    passed = now() - start;
    if (passed >= 10 * seconds || (passed >= seconds && times.length >= enough)) break;
    const before = process.hrtime.bigint();
    sink = engine.async ? await f(items[i]) : f(items[i]);
    times.push(Number(process.hrtime.bigint() - before));
  }
  const sorted = Float64Array.from(times).sort();
  return {
    n: sorted.length,
    p50: quantile(sorted, 0.5),
    p99: sorted.length >= enough ? quantile(sorted, 0.99) : null,
  };
}

// Decisions a second of a loop that does nothing else, and the time of single ones.
export async function time(engine, f, items, seconds) {
  const { stride } = await warmUp(engine, f, items, seconds / 2);
  // Twenty inputs lie all over the table (make_table.mjs).
  const loop = await run(engine, f, items, seconds, stride, 20);
  const single = await latency(engine, f, items, seconds);
  return { rate: loop.calls / loop.seconds, n: loop.calls, single };
}

// Calls a second, where a call decides many.
export async function timeBatch(engine, f, batches, seconds) {
  await warmUp(engine, f, batches, seconds / 2);
  const loop = await run(engine, f, batches, seconds, 1);
  return { rate: loop.calls / loop.seconds, n: loop.calls };
}

// Nanoseconds that reading the clock adds to a single time.
export function clockCost() {
  const n = 100000;
  const start = process.hrtime.bigint();
  for (let i = 0; i < n; ++i) sink = process.hrtime.bigint();
  return { value: Number(process.hrtime.bigint() - start) / n, n };
}
