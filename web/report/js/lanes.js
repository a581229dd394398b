// Some eighty provisions make a hairball. This file folds them into a few lanes per regime: bars with the
// same citation are one bar, and where that is still too many, neighbours in the text join step by step.
'use strict';

licet.lanes = (function () {
  // "15 CFR 774 Supp. 1, 3A090.a.1" -> "3A090.a.1"; "15 CFR 742.6(b)" -> "742.6(b)".
  function shortRef(ref) {
    const comma = ref.match(/^(?:\d+ CFR )?[\d.]+ Supp\. \d+, (.+)$/);
    return (comma ? comma[1] : ref).replace(/^\d+ CFR /, '');
  }

  // The paragraph above: "3A090.a.1" -> "3A090.a", "740.8(b)(2)" -> "740.8(b)". A section stays whole.
  function parent(ref) {
    if (/^\d+\.\d+$/.test(ref)) return ref;
    return ref.replace(/(\.[a-z0-9]{1,2}|\([A-Za-z0-9]+\))$/, '') || ref;
  }

  const dates = (provision) => provision.effective + '/' + (provision.ends || '');

  // From the finest to the coarsest: what two provisions must share to be drawn as one bar.
  const kLevels = [
    (p) => shortRef(p.ref),
    (p) => parent(shortRef(p.ref)),
    (p) => parent(parent(shortRef(p.ref))),
    (p) => (p.doc || shortRef(p.ref)) + ' ' + dates(p),
    (p) => dates(p),
    (p) => p.ends || '',  // what lapses keeps a bar of its own longest
    () => ''
  ];
  const kLast = kLevels.length - 1;

  // [lanes of one regime, the coarsest level that is used to get down to them]. Beyond some fourteen nobody
  // reads the labels; but the coarser a bar, the less it says, so the coarsest come only far beyond that.
  const kLimits = [[14, 4], [18, 5], [24, kLast]];

  // How a bar is drawn: what is drawn differently is never joined, except as the last resort.
  const look = (p) => (p.reading === 'codified' ? 'codified ' : '') + (p.confidence || '');
  const key = (p, level) => kLevels[level](p) + (level < kLast ? '\n' + look(p) : '');

  function label(provisions, level) {
    const refs = [...new Set(provisions.map((p) => shortRef(p.ref)))];
    if (refs.length === 1) return refs[0];
    if (level <= 2) return kLevels[level](provisions[0]) + ' \u00d7' + refs.length;
    const doc = provisions[0].doc;
    const shared = doc && provisions.every((p) => p.doc === doc) ? doc + ': ' : '';
    return shared + refs.join(', ');
  }

  // One group's provisions, joined where they overlap or touch; a gap makes a second bar.
  function joined(provisions, level) {
    const bars = [];
    for (const p of provisions.slice().sort((a, b) => a.from - b.from)) {
      const last = bars[bars.length - 1];
      if (last && (last.to === null || p.from <= last.to)) {
        last.provisions.push(p);
        last.to = last.to === null || p.to === null ? null : Math.max(last.to, p.to);
      } else {
        bars.push({from: p.from, to: p.to, provisions: [p]});
      }
    }
    for (const bar of bars) bar.label = label(bar.provisions, level);
    return bars;
  }

  // First free lane for each bar, earliest first.
  function pack(bars) {
    const lanes = [];
    for (const bar of bars.slice().sort((a, b) => a.from - b.from)) {
      const free = lanes.find((lane) => {
        const last = lane[lane.length - 1];
        return last.to !== null && last.to <= bar.from;
      });
      if (free) free.push(bar); else lanes.push([bar]);
    }
    return lanes;
  }

  function stageLanes(provisions, level) {
    const groups = new Map();
    for (const p of provisions) {
      const group = key(p, level);
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(p);
    }
    return pack([...groups.values()].flatMap((group) => joined(group, level)));
  }

  // Makes the stage with the most lanes coarser by the least step that helps. False: enough, or no step is left.
  function fold(rows, coarsest, most) {
    if (rows.reduce((sum, row) => sum + row.lanes.length, 0) <= most) return false;
    for (const row of rows.slice().sort((a, b) => b.lanes.length - a.lanes.length)) {
      for (let level = row.level + 1; level <= coarsest; ++level) {
        const lanes = stageLanes(row.provisions, level);
        if (lanes.length < row.lanes.length) {
          row.level = level;
          row.lanes = lanes;
          return true;
        }
      }
    }
    return false;
  }

  // The regime's stages, each with its lanes, folded as far as kLimits asks.
  return function (regime) {
    const stages = licet.STAGES.concat(
        [...new Set(regime.provisions.map((p) => p.stage))].filter((s) => !licet.STAGES.includes(s)));
    const rows = [];
    for (const stage of stages) {
      const provisions = regime.provisions.filter((p) => p.stage === stage);
      if (provisions.length) {
        rows.push({stage: stage, provisions: provisions, level: 0, lanes: stageLanes(provisions, 0)});
      }
    }
    for (const [most, coarsest] of kLimits) {
      while (fold(rows, coarsest, most)) {}
    }
    return rows;
  };
})();
