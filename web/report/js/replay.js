// The page of `licet replay`: which orders other law decides otherwise, how much trade they are, and why.
'use strict';

licet.replay = (function () {
  const kVerdicts = ['release', 'hold', 'block'];
  const name = (text) => (text === null || text === undefined ? '(not stated)' : text);
  const orders = (count) => licet.plural(count, 'order');
  const sized = (one) => [licet.plural(one.units, 'unit'),
    'US$ ' + licet.roughly(Number(one.value_usd)) + (one.orders_without_price ? ' or more' : ''),
    'TPP ' + tpp(one.tpp)].join(', ');

  function tpp(text) {
    const bounds = String(text).split('..');
    const low = licet.roughly(Number(bounds[0]));
    if (bounds.length === 1) return low;
    const high = licet.roughly(Number(bounds[1]));
    return bounds[1] === '' ? low + ' or more' : low === high ? low : low + ' to ' + high;
  }

  function masthead(node, data) {
    document.title = 'Licet: replay of ' + data.orders_file;
    const clock = (label, value, meaning) => licet.el('div', {}, licet.el('dt', {}, label),
        licet.el('dd', {}, licet.el('strong', {}, value), ' ', licet.el('span', {}, meaning)));
    node.append(licet.el('p', {class: 'brand'}, 'Licet'), licet.el('h1', {}, 'The order book under other law'),
        licet.el('p', {class: 'lead'}, data.orders_file + ': ' + orders(data.all.orders) + ', ' + sized(data.all) + '.'),
        licet.el('p', {class: 'disclaimer'}, 'This is software and not legal advice.'),
        licet.el('dl', {class: 'clocks'},
            clock('compared with', data.against.text, 'what the orders are decided now'),
            clock('generated on', data.generated_on, '')));
  }

  function card(id, title, ...children) {
    return licet.el('section', {class: 'card', id: id, 'aria-labelledby': id + '-title'},
        licet.el('h2', {id: id + '-title'}, title), children);
  }

  const chartNode = (label) => licet.el('div', {class: 'chart', role: 'img', 'aria-label': label});

  // --- verdict to verdict -------------------------------------------------------------------------------

  function sankey(result, width) {
    const side = (verdict, after) => verdict + (after ? ' after' : ' before');
    const links = result.verdicts.map((one) => ({one: one, source: side(one.from, false), target: side(one.to, true),
      value: one.from === one.to ? one.orders_as_before + one.orders : one.orders})).filter((link) => link.value > 0);
    const used = new Set(links.flatMap((link) => [link.source, link.target]));
    const nodes = kVerdicts.flatMap((verdict) => [false, true].map((after) => ({name: side(verdict, after),
      verdict: verdict, depth: after ? 1 : 0, itemStyle: {color: licet.colour(verdict), borderWidth: 0},
      label: {position: after ? 'left' : 'right'}}))).filter((node) => used.has(node.name));
    const total = (node) => links.filter((link) => link.source === node.name || link.target === node.name)
        .reduce((sum, link) => sum + link.value, 0);
    const text = (link) => orders(link.value) + ': ' + link.one.from + ' to ' + link.one.to +
      (link.one.from === link.one.to ? ' (of these ' + licet.number(String(link.one.orders)) + ' with other gates)' :
        ', ' + sized(link.one));
    for (const link of links) {
      const stays = link.one.from === link.one.to;
      link.lineStyle = {color: licet.colour(link.one.to), opacity: stays ? 0.18 : 0.6};
    }
    return {height: 260, option: {animation: false,
      tooltip: Object.assign(licet.charts.tooltip(), {formatter: (params) => (params.dataType === 'edge' ?
        text(params.data) : params.name + ': ' + orders(total(params.data)))}),
      series: [{type: 'sankey', left: 4, right: 4, top: 10, bottom: 10, nodeWidth: 14, nodeGap: 16, draggable: false,
        layoutIterations: 0, emphasis: {focus: 'adjacency'}, data: nodes, links: links,
        label: Object.assign(licet.charts.textStyle(width < 600 ? 11 : 12), {color: licet.colour('ink'),
          textBorderColor: licet.colour('card'), textBorderWidth: 3,
          formatter: (params) => params.name + ' ' + licet.number(String(total(params.data)))})}]}};
  }

  function verdictTable(result) {
    const heads = ['before', 'after', 'orders otherwise', 'units', 'value USD', 'without price', 'TPP'];
    return licet.charts.table('The moves as a table', heads, () => result.verdicts.filter((one) => one.orders > 0)
        .map((one) => [one.from, one.to + (one.from === one.to ? ', other gates' : '')].concat(amounts(one))));
  }

  const amounts = (one) => [licet.number(String(one.orders)), licet.number(String(one.units)),
    licet.number(one.value_usd), licet.number(String(one.orders_without_price)), licet.number(one.tpp)];
  const kAmounts = ['orders', 'units', 'value USD', 'without price', 'TPP'];

  // --- bars ---------------------------------------------------------------------------------------------

  function bars(rows, label, width) {
    const left = Math.min(width < 600 ? 120 : 170, width / 2.6);
    return {height: 34 + rows.length * 24, option: {animation: false,
      grid: {left: left, right: 54, top: 4, bottom: 26},
      tooltip: Object.assign(licet.charts.tooltip(), {formatter: (params) =>
        name(rows[params.dataIndex][label]) + ': ' + orders(rows[params.dataIndex].orders) + ', ' +
          sized(rows[params.dataIndex])}),
      xAxis: {type: 'value', minInterval: 1, splitNumber: 3, splitLine: {lineStyle: {color: licet.colour('line')}},
        axisLabel: Object.assign({formatter: (value) => licet.roughly(value)}, licet.charts.textStyle(10.5))},
      yAxis: {type: 'category', inverse: true, data: rows.map((row) => name(row[label])), axisTick: {show: false},
        axisLine: {lineStyle: {color: licet.colour('line-strong')}},
        axisLabel: Object.assign({interval: 0, width: left - 12, overflow: 'truncate'}, licet.charts.textStyle(11))},
      series: [{type: 'bar', barMaxWidth: 14, data: rows.map((row) => row.orders),
        itemStyle: {color: licet.colour('regime-0')}, label: Object.assign({show: true, position: 'right',
          formatter: (params) => licet.number(String(params.value))}, licet.charts.textStyle(10.5))}]}};
  }

  function months(rows, width) {
    const narrow = width < 600;
    return {height: 220, option: {useUTC: true, animation: false,
      grid: {left: narrow ? 42 : 54, right: 14, top: 12, bottom: 28},
      tooltip: Object.assign(licet.charts.tooltip(), {formatter: (params) => rows[params.dataIndex].month + ': ' +
        orders(rows[params.dataIndex].orders) + ', ' + sized(rows[params.dataIndex])}),
      xAxis: {type: 'time', splitNumber: narrow ? 3 : 8, axisLine: {lineStyle: {color: licet.colour('line-strong')}},
        axisLabel: Object.assign({hideOverlap: true}, licet.charts.textStyle(10.5))},
      yAxis: {type: 'value', minInterval: 1, splitNumber: 4, splitLine: {lineStyle: {color: licet.colour('line')}},
        axisLabel: Object.assign({formatter: (value) => licet.roughly(value)}, licet.charts.textStyle(10.5))},
      series: [{type: 'bar', barMaxWidth: 18, itemStyle: {color: licet.colour('regime-0')},
        data: rows.map((row) => [Date.parse(row.month + '-15'), row.orders])}]}};
  }

  function list(node, rows, label, title, found) {
    const chart = chartNode(title);
    node.append(chart, licet.charts.table('The same as a table', [label].concat(kAmounts),
        () => rows.map((row) => [name(row[label])].concat(amounts(row)))));
    if (found > rows.length) {
      node.append(licet.el('p', {class: 'hint'}, 'and ' + licet.number(String(found - rows.length)) + ' more'));
    }
    licet.charts.add(chart, (width) => (label === 'month' ? months(rows, width) : bars(rows, label, width)));
  }

  // --- why ----------------------------------------------------------------------------------------------

  // The gates that answer otherwise, with both answers.
  function gates(reason) {
    const read = (text) => new Map(text.split(';').filter(Boolean).map((gate) => {
      const at = gate.indexOf('=');
      return [gate.slice(0, at), gate.slice(at + 1)];
    }));
    const before = read(reason.gates_before);
    const after = read(reason.gates_after);
    const absent = 'not on the route';
    return [...new Set([...before.keys(), ...after.keys()])].filter((gate) => before.get(gate) !== after.get(gate))
        .map((gate) => licet.el('p', {}, licet.el('strong', {}, gate), ' ', before.get(gate) || absent, ' \u2192 ',
            after.get(gate) || absent));
  }

  function provisions(title, ids) {
    const few = ids.slice(0, 6);
    return ids.length === 0 ? null : licet.el('p', {}, licet.el('span', {class: 'soft'}, title + ' '),
        few.map((id) => [licet.el('span', {class: 'chip'}, id), ' ']),
        ids.length > few.length ? 'and ' + (ids.length - few.length) + ' more' : null);
  }

  function why(result) {
    return licet.el('ol', {class: 'reasons'}, result.reasons.map((reason) => licet.el('li', {},
        licet.el('p', {}, licet.badge(reason.before, reason.before), ' \u2192 ', licet.badge(reason.after, reason.after),
            ' ', licet.el('strong', {}, orders(reason.orders)), licet.el('span', {class: 'soft'}, ', ' + sized(reason))),
        gates(reason), provisions('now fires:', reason.provisions_gained),
        provisions('no longer:', reason.provisions_lost))));
  }

  // --- the page -----------------------------------------------------------------------------------------

  function drawResult(place, result) {
    const top = card('moves', 'Under ' + result.text);
    place.append(top);
    if (result.changed.orders === 0) {
      top.append(licet.el('p', {class: 'nothing'}, 'No order is decided otherwise.'));
      return;
    }
    top.append(licet.el('p', {}, orders(result.changed.orders) + ' decided otherwise: ' + sized(result.changed) + '.'));
    const flow = chartNode('Orders from verdict to verdict; the same facts are in the table below');
    top.append(flow, verdictTable(result));
    licet.charts.add(flow, (width) => sankey(result, width));
    const buyers = card('buyers', 'Whose orders');
    const items = card('items', 'Of which items');
    const time = card('when', 'Of which months');
    place.append(licet.el('div', {class: 'pair'}, buyers, items), time);
    list(buyers, result.buyers, 'buyer', 'Orders decided otherwise by buyer', result.buyers_changed);
    list(items, result.items, 'item', 'Orders decided otherwise by item', result.items_changed);
    list(time, result.months, 'month', 'Orders decided otherwise by month', result.months.length);
    place.append(card('why', 'Why', why(result), result.reasons_found > result.reasons.length ?
      licet.el('p', {class: 'hint'}, 'and ' + licet.number(String(result.reasons_found - result.reasons.length)) +
        ' more reasons') : null));
  }

  function overview(data, choose) {
    const moved = (result, to) => result.verdicts.filter((one) => one.to === to && one.from !== to)
        .reduce((sum, one) => sum + one.orders, 0);
    const row = (result, number) => licet.el('tr', {},
        licet.el('td', {}, licet.el('button', {type: 'button', class: 'quiet', onclick: () => choose(number)},
            result.under)),
        [result.changed.orders].concat(kVerdicts.map((to) => moved(result, to))).map((count) =>
          licet.el('td', {}, licet.number(String(count)))),
        licet.el('td', {}, 'US$ ' + licet.roughly(Number(result.changed.value_usd))),
        licet.el('td', {}, tpp(result.changed.tpp)));
    return licet.el('div', {class: 'scroll'}, licet.el('table', {}, licet.el('thead', {}, licet.el('tr', {},
        ['under', 'otherwise', 'to release', 'to hold', 'to block', 'value', 'TPP'].map((head) =>
          licet.el('th', {scope: 'col'}, head)))), licet.el('tbody', {}, data.results.map(row))));
  }

  return function (data) {
    for (const id of ['outcomes', 'timeline', 'months', 'steps', 'decisions']) document.getElementById(id).remove();
    document.querySelector('.pair').remove();
    document.querySelector('.skip').remove();
    masthead(document.getElementById('masthead'), data);
    const main = document.getElementById('report');
    main.dataset.settings = data.results.length;
    const place = licet.el('div', {id: 'result'});
    const choose = (number) => {
      place.replaceChildren();
      drawResult(place, data.results[number]);
    };
    if (data.results.length > 1) {
      main.append(card('settings', 'Each setting', licet.el('p', {class: 'hint'}, 'Choose one to see it below.'),
          overview(data, choose)));
    }
    main.append(place);
    choose(0);
  };
})();
