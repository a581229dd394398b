// One order: the row that says what happens to it and, unfolded, everything that led to it.
'use strict';

licet.quantity = function (decision) {
  const count = licet.number(decision.quantity);
  return [count ? count + ' \u00d7' : '', decision.item || ''].filter(Boolean).join(' ');
};

licet.decision = (function () {
  const el = licet.el;
  const kHolds = {true: 'yes', false: 'no', unknown: 'unknown'};
  const kTruth = {true: 'applies', false: 'does not apply', unknown: 'unknown'};

  function chips(names, kind) {
    return names.map((name) => el('span', {class: 'chip ' + (kind || '')}, name));
  }

  function confidence(level) {
    return level ? el('span', {class: 'confidence confidence-' + level,
      title: 'how well the text is known'}, level) : null;
  }

  function block(title, ...content) {
    return el('div', {class: 'block'}, el('h4', {}, title), content);
  }

  // --- the order's own facts --------------------------------------------------------------------------

  function party(decision, role) {
    const id = decision[role];
    const name = decision[role + '_name'];
    return name && id && name !== id ? name + ' (' + id + ')' : name || id;
  }

  function sameParty(decision, roles) {
    return roles.every((role) => decision[role] && decision[role] === decision[roles[0]]);
  }

  // Buyer, consignee and end user are usually one; saying it three times hides when they are not.
  function parties(decision) {
    const three = ['purchaser', 'consignee', 'end_user'];
    const rows = [['exporter', party(decision, 'exporter')]];
    if (sameParty(decision, three)) rows.push(['purchaser, consignee, end user', party(decision, 'purchaser')]);
    else three.forEach((role) => rows.push([licet.words(role), party(decision, role)]));
    return rows;
  }

  function facts(decision) {
    const route = [decision.origin, decision.destination].filter(Boolean).join(' \u2192 ');
    const evidence = Array.isArray(decision.evidence) ? decision.evidence : [];
    const rows = [
      ['item', [decision.vendor, decision.item].filter(Boolean).join(' ')],
      ['quantity', licet.number(decision.quantity)],
      ['unit price', licet.dollars(decision.unit_price_usd)],
      ['value', licet.dollars(decision.value_usd)],
      ['total TPP', licet.number(decision.total_tpp)],
      ...parties(decision),
      ['activity', licet.words(decision.activity)], ['route', route],
      ['place of use', decision.place_of_use], ['end use', licet.words(decision.end_use)],
      ['evidence on file', evidence.join(', ')],
      ['as of', decision.date], ['known at', decision.known_at], ['reading', decision.reading]
    ];
    return el('dl', {class: 'facts'}, rows.filter((row) => row[1]).map(([name, value]) =>
      el('div', {}, el('dt', {}, name), el('dd', {}, value))));
  }

  // --- a gate -----------------------------------------------------------------------------------------

  function verdict(gate) {
    const rows = [
      ['review policy', licet.words(gate.review)],
      ['exception', gate.exception], ['authorisation', gate.authorisation]
    ].filter((row) => row[1]);
    const codes = gate.codes.length || gate.possible.length ? el('div', {}, el('dt', {}, 'codes'), el('dd', {},
        gate.codes.map((code) => el('span', {class: 'chip' + (code === gate.governing ? ' governing' : ''),
          title: code === gate.governing ? 'governs' : null}, code)),
        gate.possible.map((code) => el('span', {class: 'chip possible'}, 'possibly ' + code)))) : null;
    return rows.length || codes ? el('dl', {class: 'verdict'}, codes, rows.map(([name, value]) =>
      el('div', {}, el('dt', {}, name), el('dd', {}, value)))) : null;
  }

  function conditions(gate) {
    if (gate.conditions.length === 0) return null;
    return block('Conditions', el('ul', {class: 'plain'}, gate.conditions.map((condition) =>
      el('li', {class: 'condition'},
          el('span', {class: 'state state-' + (condition.state || 'open')}, condition.state || 'open'),
          el('div', {}, el('strong', {}, condition.id), ' ', condition.duty || '',
              el('div', {class: 'cite'}, licet.citation(condition.cite), ' ', confidence(condition.confidence)))))));
  }

  function charges(gate) {
    if (gate.charges.length === 0) return null;
    return block('Charges', el('ul', {class: 'plain'}, gate.charges.map((charge) => el('li', {},
        el('strong', {}, charge.id), ' ',
        charge.rate ? licet.percent(charge.rate) + ' of ' + licet.words(charge.base || 'value') : '',
        charge.amount_usd ? [': ', el('strong', {}, licet.dollars(charge.amount_usd))] : null,
        el('div', {class: 'cite'}, licet.citation(charge.cite), ' ', confidence(charge.confidence))))));
  }

  function clocks(gate) {
    if (gate.clocks.length === 0) return null;
    return block('Processing times', el('ul', {class: 'plain'}, gate.clocks.map((clock) => el('li', {},
        el('strong', {}, licet.words(clock.id)), ' ',
        licet.plural(clock.days, 'day') + ' from ' + clock.from + (clock.state === 'true' ? '' : ' (perhaps)'),
        el('div', {class: 'cite'}, licet.citation(clock.cite), ' ', confidence(clock.confidence))))));
  }

  function readValue(fact) {
    const unit = fact.unit ? ' ' + fact.unit : '';
    const known = fact.value !== null && fact.value !== undefined && fact.value !== '';
    return el('li', {}, el('code', {}, fact.fact), ' = ',
        known ? el('strong', {}, licet.number(fact.value) + unit) : el('strong', {class: 'warn'}, 'unknown'),
        fact.line ? el('span', {class: 'soft'}, '; ' + licet.number(fact.line) + '? ',
            el('strong', {class: 'holds-' + fact.holds}, kHolds[fact.holds] || '')) : null,
        fact.distance ? el('span', {class: 'soft'}, ', ' + licet.number(fact.distance) + unit) : null);
  }

  function ground(because) {
    const truth = String(because.truth === undefined || because.truth === null ? 'true' : because.truth);
    const values = Array.isArray(because.facts) ? because.facts : [];
    return el('li', {class: 'ground'},
        el('div', {class: 'ground-head'}, el('strong', {}, because.provision),
            because.stage ? el('span', {class: 'soft'}, licet.words(because.stage)) : null,
            el('span', {class: 'truth truth-' + truth}, kTruth[truth] || truth), confidence(because.confidence)),
        el('div', {class: 'cite'}, licet.citation(because.cite)),
        Array.isArray(because.defeats) && because.defeats.length ?
          el('div', {class: 'soft'}, 'keeps from applying: ' + because.defeats.join(', ')) : null,
        because.when ? el('code', {class: 'when'}, because.when) : null,
        values.length ? el('ul', {class: 'values'}, values.map(readValue)) : null,
        because.note ? el('div', {class: 'soft'}, 'Note: ' + because.note) : null);
  }

  function missing(gate) {
    if (gate.missing.length + gate.open_points.length === 0) return null;
    return block('Not known', el('ul', {class: 'plain missing'},
        gate.missing.map((fact) =>
          el('li', {}, el('code', {}, fact.fact), fact.means ? ': ' + fact.means : '')),
        gate.open_points.map((point) => el('li', {}, 'The law is open: ' + point))));
  }

  function gateColumn(gate) {
    return el('section', {class: 'gate gate-' + gate.tone},
        el('h3', {}, gate.gate, gate.title ? el('span', {class: 'soft'}, ' ' + gate.title) : null),
        el('p', {class: 'gate-outcome'}, licet.badge(gate.tone, licet.words(gate.outcome)), ' ',
            confidence(gate.confidence)),
        verdict(gate), missing(gate), conditions(gate), charges(gate), clocks(gate),
        gate.because.length ? block('Because', el('ul', {class: 'plain'}, gate.because.map(ground))) : null,
        gate.placesKnown ? block('Places it permits', gate.places.length ? chips(gate.places) : 'none') : null);
  }

  // --- what follows -----------------------------------------------------------------------------------

  function places(decision) {
    const permitted = Array.isArray(decision.places.permitted) ? decision.places.permitted : null;
    if (decision.deadlock) {
      return el('div', {class: 'deadlock', role: 'note'}, el('strong', {}, 'Deadlock. '),
          'No place of use is permitted by both sides: ',
          decision.gates.filter((g) => g.placesKnown).map((g) =>
            g.gate + ' permits ' + (g.places.join(', ') || 'none')).join('; '), '.');
    }
    if (!permitted) return null;
    const here = String(decision.places.place_of_use_permitted);
    const answer = {true: 'permitted', false: 'not permitted', unknown: 'not settled'}[here];
    return block('Places permitted by all gates',
        permitted.length ? chips(permitted) : el('span', {}, 'none named '),
        answer && decision.place_of_use ?
          el('p', {class: here === 'true' ? 'soft' : 'warn'},
              'The place of use, ' + decision.place_of_use + ', is ' + answer + '.') : null);
  }

  function hit(one) {
    if (one.more) return el('li', {class: 'soft'}, 'and ' + one.more + ' more');
    const rules = one.flags && one.flags.length ? 'to the rules: ' + one.flags.join(', ') :
      'no rule on file reads this list';
    return el('li', {},
        el('span', {class: 'chip screening-' + one.state}, one.state + ' ' + one.score), ' ', one.alias,
        el('div', {class: 'cite'}, [one.list_title || one.list, one.entry, one.citation,
          one.listed ? 'since ' + one.listed : null, rules].filter(Boolean).join('; ')));
  }

  function screenedParty(party) {
    const hits = Array.isArray(party.hits) ? party.hits : [];
    const owners = Array.isArray(party.owners) ? party.owners : [];
    const shares = party.ownership;
    return el('div', {},
        el('p', {}, el('strong', {}, party.name || party.party), el('span', {class: 'soft'}, ' ' +
            (party.roles || []).map(licet.words).join(', '))),
        hits.length ? el('ul', {class: 'plain'}, hits.map(hit)) : null,
        shares ? el('p', {class: 'soft'}, 'Listed owners hold ' + shares.listed_owners_hold + ' %.') : null,
        owners.map((owner) => el('div', {},
            el('p', {class: 'soft'}, owner.name + ' owns ' + owner.share + ' % of ' + owner.owns),
            el('ul', {class: 'plain'}, owner.hits.map(hit)))));
  }

  function screening(decision) {
    const result = decision.screening;
    if (!result || !(result.state || result.note)) return null;
    const parties = Array.isArray(result.parties) ? result.parties : [];
    if (result.state !== 'run') return block('Screening', el('p', {}, result.note || licet.words(result.state)));
    const lists = Array.isArray(result.lists) ? result.lists.length : 0;
    return block('Screening', parties.length ? parties.map(screenedParty) :
      el('p', {class: 'soft'}, 'No party has a name like one of ' + lists + ' lists.'));
  }

  function body(decision) {
    return el('div', {class: 'body'},
        decision.nextSteps.length ? el('div', {class: 'block next'}, el('h3', {}, 'Next steps'),
            el('ol', {}, decision.nextSteps.map((step) => el('li', {}, step)))) : null,
        decision.deadlock ? places(decision) : null,
        facts(decision),
        decision.gates.length ? el('div', {class: 'gates'}, decision.gates.map(gateColumn)) : null,
        el('div', {class: 'after'}, decision.deadlock ? null : places(decision), screening(decision),
            decision.assumptions.length ? block('Assumptions', el('ul', {},
                decision.assumptions.map((text) => el('li', {}, text)))) : null));
  }

  // --- the row ----------------------------------------------------------------------------------------

  function summary(decision) {
    const place = decision.destination && decision.place_of_use && decision.destination !== decision.place_of_use ?
      decision.destination + ', used in ' + decision.place_of_use : decision.destination || decision.place_of_use;
    return el('summary', {},
        el('span', {class: 'row-badge'}, licet.badge(decision.outcome, decision.outcome)),
        el('span', {class: 'row-id'}, el('strong', {}, decision.order), el('time', {datetime: decision.date},
            decision.date)),
        el('span', {class: 'row-item'}, licet.quantity(decision), decision.value ?
          el('span', {class: 'soft'}, 'US$\u00a0' + licet.roughly(decision.value)) : null),
        el('span', {class: 'row-buyer'}, decision.buyer, place ? el('span', {class: 'soft'}, place) : null),
        el('span', {class: 'row-reason'}, decision.deadlock ? el('strong', {class: 'warn'}, 'deadlock; ') : null,
            decision.reason || ''));
  }

  // The body is made when it is first wanted: five thousand orders are five thousand short rows.
  return function (decision) {
    const row = el('details', {class: 'decision', id: licet.anchor(decision.order), 'data-order': decision.order},
        summary(decision));
    row.addEventListener('toggle', () => {
      if (row.open && !row.querySelector('.body')) row.append(body(decision));
    });
    return row;
  };
})();
