// The page of `licet regime frontier`: how much processing power the law permits on a die of each size, year by
// year, and where real parts stand.
'use strict';

licet.frontier = (function () {
  const kInks = {'no-licence-required': 'release', 'exception': 'release', 'licence-required': 'hold',
    'prohibited': 'block'};
  const inkOf = (outcome) => licet.colour(kInks[outcome] || 'ink-soft');
  const number = (text) => licet.number(String(text));

  function card(id, title, ...children) {
    return licet.el('section', {class: 'card', id: id, 'aria-labelledby': id + '-title'},
        licet.el('h2', {id: id + '-title'}, title), children);
  }

  function table(heads, rows) {
    return licet.el('div', {class: 'scroll'}, licet.el('table', {},
        licet.el('thead', {}, licet.el('tr', {}, heads.map((head) => licet.el('th', {scope: 'col'}, head)))),
        licet.el('tbody', {}, rows.map((cells) => licet.el('tr', {}, cells.map((cell) => licet.el('td', {}, cell)))))));
  }

  function masthead(node, data) {
    document.title = 'Licet: parts that ' + data.regime + ' permits to ' + data.to;
    const clock = (label, value) => licet.el('div', {}, licet.el('dt', {}, label),
        licet.el('dd', {}, licet.el('strong', {}, value)));
    node.append(licet.el('p', {class: 'brand'}, 'Licet'),
        licet.el('h1', {}, 'What the law permits, year by year'),
        licet.el('p', {class: 'lead'}, 'The most processing power (TPP) of a circuit sold from ' + data.from + ' to ' +
          data.to + ' under ' + data.regime + ', by the area of its dies, where ' +
          [data.where].concat(data.domains).join(', ') +
          '. Real parts are dots, as the law of the day answers for them in a plain deal.'),
        licet.el('p', {class: 'disclaimer'}, 'This is software and not legal advice.'),
        licet.el('dl', {class: 'clocks'}, clock('known at', data.known_at), clock('generated on', data.generated_on)));
  }

  const kMost = 200000;  // as far as the axis goes
  const kLeast = 100;

  function lineSeries(line, at) {
    const drawn = line.points.filter((point) => point.text !== 'none');
    return {type: 'line', name: line.answer, step: false, showSymbol: false, z: 2,
      data: drawn.map((point) => [point.area, point.tpp === null ? kMost : Number(point.tpp), point.text]),
      lineStyle: {color: licet.colour(at === 0 ? 'regime-0' : 'ink-soft'), width: 2,
        type: at === 0 ? 'solid' : 'dashed'},
      itemStyle: {color: licet.colour(at === 0 ? 'regime-0' : 'ink-soft')},
      areaStyle: at === 0 ? {color: licet.colour('regime-0'), opacity: 0.12, origin: 'start'} : undefined};
  }

  function dots(chips, datacenter) {
    return {type: 'scatter', name: datacenter ? 'parts for datacenters' : 'other parts', z: 3,
      symbol: datacenter ? 'circle' : 'emptyCircle', symbolSize: 9,
      itemStyle: {color: licet.colour('ink-soft')},
      data: chips.filter((chip) => chip.datacenter === datacenter).map((chip) => ({
        value: [Number(chip.area), Number(chip.tpp)], chip: chip, itemStyle: {color: inkOf(chip.outcome)}}))};
  }

  function tip(params) {
    const chip = params.data.chip;
    if (!chip) {
      return licet.el('div', {class: 'tip'}, licet.el('strong', {}, params.seriesName),
          licet.el('div', {}, number(params.data[0]) + ' mm2: TPP ' + params.data[2]));
    }
    return licet.el('div', {class: 'tip'}, licet.el('strong', {}, chip.item),
        licet.el('div', {}, chip.vendor + ', ' + chip.announced),
        licet.el('div', {}, 'TPP ' + number(chip.tpp) + ' on ' + number(chip.area) + ' mm2'),
        licet.el('div', {}, chip.outcome));
  }

  function chart(year, width) {
    const soft = licet.charts.textStyle(width < 600 ? 10.5 : 11.5);
    const line = {lineStyle: {color: licet.colour('line')}};
    const axis = (extra) => Object.assign({axisLabel: soft, nameTextStyle: soft,
      axisLine: {lineStyle: {color: licet.colour('line-strong')}}, splitLine: line}, extra);
    return {height: width < 600 ? 380 : 480, option: {animation: false,
      grid: {left: 56, right: 16, top: 56, bottom: 44},
      legend: {top: 0, left: 0, textStyle: soft, itemWidth: 18},
      tooltip: Object.assign(licet.charts.tooltip(), {formatter: tip}),
      xAxis: axis({type: 'value', min: 0, max: 2400, name: 'die area, mm2', nameLocation: 'middle', nameGap: 28}),
      yAxis: axis({type: 'log', min: kLeast, max: kMost, name: 'TPP', nameGap: 8}),
      series: year.lines.map(lineSeries).concat([dots(year.chips, true), dots(year.chips, false)])}};
  }

  function figures(year) {
    return licet.charts.table('As a table', ['die area, mm2'].concat(year.lines.map((line) => line.answer)),
        () => year.lines[0].points.map((point, at) =>
          [number(point.area)].concat(year.lines.map((line) => line.points[at].text))));
  }

  function parts(year) {
    return licet.charts.table(licet.plural(year.chips.length, 'part') + ' of the catalogue',
        ['part', 'maker', 'announced', 'TPP', 'die area, mm2', 'answer'], () => year.chips.map((chip) =>
          [chip.item, chip.vendor, chip.announced, number(chip.tpp), number(chip.area), chip.outcome]));
  }

  return function (data) {
    for (const id of ['outcomes', 'timeline', 'months', 'steps', 'decisions']) document.getElementById(id).remove();
    document.querySelector('.pair').remove();
    document.querySelector('.skip').remove();
    masthead(document.getElementById('masthead'), data);
    const main = document.getElementById('report');
    main.dataset.days = data.years.length;
    for (const year of data.years) {
      const node = licet.el('div', {class: 'chart', role: 'img',
        'aria-label': 'TPP by die area on ' + year.day + '; the same figures are in the tables below'});
      main.append(card('day-' + year.day, 'On ' + year.day, node, figures(year), parts(year)));
      licet.charts.add(node, (width) => chart(year, width));
    }
    main.append(licet.el('p', {class: 'hint'}, 'Under the solid line no licence is needed; under the dashed one an ' +
      'application is reviewed on its merits. A line at the top edge has no limit. Filled dots are parts for ' +
      'datacenters; blue ones need no licence or go under an exception, yellow ones need one, red ones are barred, grey ' +
      'ones turn on what the catalogue does not know. Parts whose figures ' +
      'sources disagree on are left out.'));
  };
})();
