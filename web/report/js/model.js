// The data as the rest of the report wants it: nothing absent, and what is looked up often worked out once.
'use strict';

licet.OUTCOMES = ['release', 'hold', 'block'];
licet.STAGES = ['classify', 'require', 'restrict', 'except', 'review', 'condition', 'place', 'charge', 'clock'];
licet.ROLES = ['exporter', 'purchaser', 'consignee', 'end_user'];

licet.model = (function () {
  const list = (value) => (Array.isArray(value) ? value : []);

  function tone(gate) {
    const outcome = String(gate.outcome || 'unknown');
    if (outcome === 'prohibited') return 'block';
    return gate.satisfied === true ? 'release' : 'hold';
  }

  function readGate(raw, meanings) {
    const gate = Object.assign({gate: '?', outcome: 'unknown'}, raw);
    for (const name of ['codes', 'possible', 'conditions', 'charges', 'clocks', 'because', 'missing', 'open_points',
      'places']) {
      gate[name] = list(gate[name]);
    }
    gate.missing = gate.missing.map((fact) => ({fact: fact, means: meanings[fact] || ''}));
    gate.placesKnown = Boolean(raw && Array.isArray(raw.places));
    gate.tone = tone(gate);
    return gate;
  }

  // The same step for two buyers is one step: names of the order's own parties become their roles.
  function generalStep(step, decision) {
    let text = step;
    for (const role of licet.ROLES.slice().reverse()) {
      const called = 'the ' + licet.words(role);
      for (const name of [decision[role + '_name'], decision[role]]) {
        if (name && name.length >= 4) text = text.split(name).join(called);
      }
    }
    return text;
  }

  function readDecision(raw, index, meanings) {
    const decision = Object.assign({}, raw, {index: index});
    decision.order = String(raw.order === undefined || raw.order === null ? '#' + (index + 1) : raw.order);
    decision.date = String(raw.date || '');
    decision.time = Date.parse(decision.date);
    decision.outcome = licet.OUTCOMES.includes(raw.outcome) ? raw.outcome : 'hold';
    decision.gates = list(raw.gates).map((gate) => readGate(gate, meanings));
    decision.nextSteps = list(raw.next_steps);
    decision.assumptions = list(raw.assumptions);
    decision.places = raw.places || {};
    decision.deadlock = decision.places.deadlock === true;
    decision.buyer = raw.purchaser_name || raw.purchaser || '';
    decision.units = Number(raw.quantity) || 0;
    decision.value = Number(raw.value_usd) || 0;
    decision.steps = new Set(decision.nextSteps.map((step) => generalStep(step, decision)));
    decision.provisions = new Set();
    for (const gate of decision.gates) {
      for (const ground of gate.because) decision.provisions.add(ground.provision);
    }
    decision.text = searchText(decision);
    return decision;
  }

  function searchText(decision) {
    const words = [decision.order, decision.date, decision.item, decision.vendor, decision.buyer,
      decision.purchaser, decision.consignee_name, decision.end_user, decision.end_user_name,
      decision.destination, decision.place_of_use, decision.end_use, decision.outcome, decision.reason];
    for (const gate of decision.gates) {
      words.push(gate.gate, gate.outcome, gate.review, gate.exception, ...gate.codes);
      words.push(...gate.conditions.map((condition) => condition.id));
      words.push(...gate.missing.map((missing) => missing.fact), ...gate.open_points);
    }
    words.push(...decision.provisions, ...decision.nextSteps);
    return words.filter(Boolean).join(' ').toLowerCase();
  }

  function readRegime(raw, decidedBy) {
    const provisions = list(raw.provisions).filter((provision) => provision && provision.effective);
    return {
      id: raw.regime || '?', title: raw.title || raw.regime || '', authority: raw.authority || '',
      provisions: provisions.map((provision) => Object.assign({}, provision, {
        ref: provision.ref || provision.id,
        from: Date.parse(provision.effective),
        to: provision.ends ? Date.parse(provision.ends) : null,
        decided: decidedBy.get(provision.id) || 0
      }))
    };
  }

  return function (raw) {
    const meanings = raw.facts || {};
    const decisions = list(raw.decisions).filter(Boolean).map(
        (decision, index) => readDecision(decision, index, meanings));
    const decidedBy = new Map();
    for (const decision of decisions) {
      for (const id of decision.provisions) decidedBy.set(id, (decidedBy.get(id) || 0) + 1);
    }
    const counts = {};
    for (const outcome of licet.OUTCOMES) {
      counts[outcome] = decisions.filter((decision) => decision.outcome === outcome).length;
    }
    return Object.assign({}, raw, {
      decisions: decisions, counts: counts,
      regimes: list(raw.regimes).map((regime) => readRegime(regime, decidedBy))
    });
  };
})();
