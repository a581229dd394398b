// Above the list: what this is, the clocks, the tiles, outcome by month and the steps that would release holds.
'use strict';

licet.masthead = function (node, model) {
  const count = model.decisions.length;
  document.title = 'Licet report' + (model.title ? ': ' + model.title : '');
  const clock = (name, value, meaning) => licet.el('div', {},
      licet.el('dt', {}, name), licet.el('dd', {}, licet.el('strong', {}, value), ' ', licet.el('span', {}, meaning)));
  const readings = {
    enforced: 'rules as they are enforced, written or not', codified: 'rules as they stand in the text'
  };
  const reading = model.reading || 'not stated';
  node.append(
      licet.el('p', {class: 'brand'}, 'Licet report'),
      licet.el('h1', {}, model.title || 'Decisions'),
      licet.el('p', {class: 'lead'}, 'May each of these ' + licet.plural(count, 'order') +
        ' go ahead? Every one judged at each border gate under the dated rules of both sides, with the reasons.'),
      licet.el('p', {class: 'disclaimer'}, model.disclaimer || 'This is software and not legal advice.'),
      licet.el('dl', {class: 'clocks'},
          clock('as of', 'each order\u2019s own date', 'which provisions were in force'),
          clock('known at', model.known_at || 'not stated', 'which provisions had been announced'),
          clock('reading', reading, readings[reading] || ''),
          model.generated_on ? clock('generated on', model.generated_on, '') : null));
};

// The tiles; press(outcome or '') filters, and the returned function shows which is pressed.
licet.tiles = function (node, model, press, pressDeadlock) {
  const meaning = {
    release: 'every gate is satisfied', hold: 'something is missing; the next steps say what',
    block: 'a gate prohibits it', '': 'all that were judged'
  };
  const tile = (outcome) => {
    const chosen = model.decisions.filter((d) => outcome === '' || d.outcome === outcome);
    const value = chosen.reduce((sum, d) => sum + d.value, 0);
    const units = chosen.reduce((sum, d) => sum + d.units, 0);
    return licet.el('button', {type: 'button', class: 'tile tile-' + (outcome || 'all'), 'data-outcome': outcome,
      'aria-pressed': 'false', onclick: () => press(outcome)},
    licet.el('span', {class: 'tile-count'}, licet.number(String(chosen.length))),
    licet.el('span', {class: 'tile-label'}, outcome ?
        licet.el('span', {class: 'mark mark-' + outcome, 'aria-hidden': 'true'}) : null, outcome || 'all orders'),
    licet.el('span', {class: 'tile-size'}, licet.roughly(units) + ' units, US$\u00a0' + licet.roughly(value)),
    licet.el('span', {class: 'tile-meaning'}, meaning[outcome]));
  };
  const tiles = licet.OUTCOMES.concat('').map(tile);
  node.append(licet.el('div', {class: 'tiles'}, tiles));
  const deadlocks = model.decisions.filter((d) => d.deadlock).length;
  if (deadlocks) {
    node.append(licet.el('button', {type: 'button', class: 'deadlock', onclick: pressDeadlock},
        licet.el('strong', {}, 'Deadlock in ' + licet.plural(deadlocks, 'order') + '. '),
        'No place of use is permitted by both sides. Show ' + (deadlocks === 1 ? 'it' : 'them') + '.'));
  }
  return (outcome) => tiles.forEach((t) =>
    t.setAttribute('aria-pressed', String(t.dataset.outcome === outcome)));
};

// Chart 2.
licet.months = (function () {
  const kMeasures = [
    ['units', 'units', (d) => d.units], ['value', 'value, US$', (d) => d.value], ['orders', 'orders', () => 1]
  ];

  // Every month between the first and the last, so that quiet months show as gaps.
  function calendar(decisions) {
    const found = decisions.filter((d) => Number.isFinite(d.time)).map((d) => d.date.slice(0, 7)).sort();
    const months = [];
    if (found.length === 0) return months;
    let [year, month] = found[0].split('-').map(Number);
    for (;;) {
      const name = year + '-' + String(month).padStart(2, '0');
      months.push(name);
      if (name >= found[found.length - 1] || months.length > 1200) return months;
      month += 1;
      if (month > 12) { month = 1; year += 1; }
    }
  }

  function sums(decisions, months, measure) {
    const row = new Map(months.map((month, index) => [month, index]));
    const totals = {};
    for (const outcome of licet.OUTCOMES) totals[outcome] = months.map(() => 0);
    for (const d of decisions) {
      const index = row.get(d.date.slice(0, 7));
      if (index !== undefined) totals[d.outcome][index] += measure(d);
    }
    return totals;
  }

  function option(months, totals, name) {
    const text = licet.charts.textStyle(10.5);
    return {
      height: 280,
      option: {
        animation: false, grid: {left: 54, right: 8, top: 30, bottom: 28},
        tooltip: Object.assign(licet.charts.tooltip(), {trigger: 'axis', axisPointer: {type: 'shadow'},
          valueFormatter: (value) => licet.number(String(value))}),
        legend: {top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: licet.charts.textStyle(11.5),
          inactiveColor: licet.colour('line-strong')},
        xAxis: {type: 'category', data: months, axisLabel: Object.assign({hideOverlap: true}, text),
          axisLine: {lineStyle: {color: licet.colour('line-strong')}}, axisTick: {show: false}},
        yAxis: {type: 'value', name: '', axisLabel: Object.assign({formatter: licet.roughly}, text),
          splitLine: {lineStyle: {color: licet.colour('line')}}},
        series: licet.OUTCOMES.map((outcome) => ({
          name: outcome, type: 'bar', stack: name, barMaxWidth: 26, data: totals[outcome],
          symbol: 'rect', itemStyle: {color: licet.colour(outcome), borderColor: licet.colour('card'), borderWidth: 0.5}
        }))
      }
    };
  }

  return function (section, model) {
    const months = calendar(model.decisions);
    section.append(licet.el('h2', {id: 'months-title'}, 'Outcome by month'));
    if (months.length === 0) {
      section.append(licet.el('p', {}, 'No order has a date.'));
      return;
    }
    let measure = kMeasures[0];
    const node = licet.el('div', {class: 'chart', role: 'img', 'aria-label': 'Stacked bars, outcome by month'});
    let chart = null;
    const choice = licet.el('fieldset', {class: 'choice'}, licet.el('legend', {class: 'unseen'}, 'Measured in'),
        kMeasures.map((m, index) => licet.el('label', {},
            licet.el('input', {type: 'radio', name: 'measure', value: m[0], checked: index === 0,
              onchange: () => { measure = m; licet.charts.redraw(chart); }}),
            licet.el('span', {}, m[1]))));
    const figures = () => sums(model.decisions, months, measure[2]);
    section.append(choice, node, licet.charts.table('The months as a table',
        ['month', 'orders', ...licet.OUTCOMES.flatMap((o) => [o + ', units', o + ', US$'])],
        () => {
          const [units, value, orders] = kMeasures.map((m) => sums(model.decisions, months, m[2]));
          const all = (index) => licet.OUTCOMES.reduce((total, o) => total + orders[o][index], 0);
          return months.map((month, index) => ({month: month, index: index})).filter((m) => all(m.index) > 0)
              .map((m) => [m.month, String(all(m.index)), ...licet.OUTCOMES.flatMap((o) =>
                [licet.number(String(units[o][m.index])), licet.number(String(value[o][m.index]))])]);
        }));
    chart = licet.charts.add(node, () => option(months, figures(), measure[0]));
  };
})();

// Chart 3, in plain elements: the bars are sentences, and sentences must wrap.
licet.steps = function (section, model, press) {
  const kMost = 10;
  const held = model.decisions.filter((d) => d.outcome === 'hold');
  const counts = new Map();
  for (const decision of held) {
    for (const step of decision.steps) counts.set(step, (counts.get(step) || 0) + 1);
  }
  const top = [...counts].sort((a, b) => b[1] - a[1]);
  section.append(licet.el('h2', {id: 'steps-title'}, 'What the held orders wait for'));
  if (top.length === 0) {
    section.append(licet.el('p', {}, held.length ? 'No held order names a next step.' : 'No order is held.'));
    return;
  }
  section.append(licet.el('ol', {class: 'steps'}, top.slice(0, kMost).map(([step, count]) =>
    licet.el('li', {}, licet.el('button', {type: 'button', onclick: () => press(step),
      title: 'List the held orders that wait for this'},
    licet.el('span', {class: 'step-text'}, step),
    licet.el('span', {class: 'step-bar', 'aria-hidden': 'true'},
        licet.el('span', {style: 'width:' + (100 * count / top[0][1]).toFixed(2) + '%'})),
    licet.el('span', {class: 'step-count'}, licet.plural(count, 'order')))))));
  if (top.length > kMost) {
    section.append(licet.el('p', {class: 'hint'}, licet.plural(top.length - kMost, 'further step') +
      ' not shown; each decision lists its own.'));
  }
};
