// The page of `licet funnel`: how many units came how far from a wish to a chip at work, when, and who says so.
'use strict';

licet.funnel = (function () {
  const kAccounts = {ledger: 'This ledger', record: 'The public record'};
  const percent = (share) => (share.low === share.high ? share.low : share.low + '..' + share.high) + '\u00a0%';
  const ofFirst = (line) => (line.conversions.length === 0 ? '' : percent(line.conversions[0].percent));
  const days = (count) => licet.plural(count, 'day');

  function masthead(node, data) {
    document.title = 'Licet: funnel as of ' + data.as_of;
    const clock = (label, value, meaning) => licet.el('div', {}, licet.el('dt', {}, label),
        licet.el('dd', {}, licet.el('strong', {}, value), ' ', licet.el('span', {}, meaning)));
    node.append(licet.el('p', {class: 'brand'}, 'Licet'),
        licet.el('h1', {}, 'From a wish to a chip at work'),
        licet.el('p', {class: 'lead'}, 'Units at each stage. What this ledger counts and what the public record ' +
          'says stand side by side and are never added.'),
        licet.el('p', {class: 'disclaimer'}, 'This is software and not legal advice.'),
        licet.el('dl', {class: 'clocks'}, clock('as of', data.as_of, 'nothing later is counted'),
            data.ledger ? clock('ledger', data.ledger, 'its orders and permissions') : null,
            data.record ? clock('public record', data.record, 'statements with their sources') : null,
            clock('generated on', data.generated_on, '')));
  }

  function card(id, title, ...children) {
    return licet.el('section', {class: 'card', id: id, 'aria-labelledby': id + '-title'},
        licet.el('h2', {id: id + '-title'}, title), children);
  }

  const chartNode = (label) => licet.el('div', {class: 'chart', role: 'img', 'aria-label': label});

  // --- how many -----------------------------------------------------------------------------------------

  // The words stand above each bar, so that a telephone has room for the bar.
  function bars(lines, width) {
    const kRow = 46;
    const words = (line) => '{stage|' + line.stage + '}  {units|' + line.text + '}' +
      (ofFirst(line) ? '  {share|' + ofFirst(line) + '}' : '');
    const size = width < 600 ? 11.5 : 13;
    const ink = {color: licet.colour('ink'), fontSize: size, fontFamily: licet.colour('sans')};
    return {height: 12 + lines.length * kRow, option: {animation: false,
      grid: {left: 2, right: 8, top: 12, bottom: 0},
      tooltip: Object.assign(licet.charts.tooltip(), {formatter: (params) => tip(lines[params.dataIndex])}),
      xAxis: {type: 'value', show: false, min: 0},
      yAxis: {type: 'category', inverse: true, show: false, data: lines.map((line) => line.stage)},
      series: [{type: 'bar', stack: 'units', barWidth: 16, barMinHeight: 2,
        itemStyle: {color: licet.colour('regime-0')}, data: lines.map((line) => line.units.low),
        label: {show: true, position: [0, -18], formatter: (params) => words(lines[params.dataIndex]),
          rich: {stage: Object.assign({fontWeight: 600}, ink), units: ink,
            share: licet.charts.textStyle(size)}}},
      {type: 'bar', stack: 'units', barWidth: 16, itemStyle: {color: licet.colour('regime-0'), opacity: 0.35},
        data: lines.map((line) => line.units.high - line.units.low)}]}};
  }

  function tip(line) {
    return licet.el('div', {class: 'tip'}, licet.el('strong', {}, line.stage + ': ' + line.text),
        line.first ? licet.el('div', {}, 'since ' + line.first + ', ' + days(line.age_days) + ' before') : null,
        earlier(line).map((text) => licet.el('div', {}, text)));
  }

  const earlier = (line) => line.conversions.map((one) => percent(one.percent) + ' of ' + one.of +
      (one.days > 0 ? ', ' + days(one.days) + ' later' : ''));

  // --- when ---------------------------------------------------------------------------------------------

  function times(lines, asOf, width) {
    const longest = Math.max(...lines.map((line) => line.stage.length));
    const left = Math.min(width * 0.42, 20 + longest * (width < 600 ? 6 : 6.6));
    const day = (text) => Date.parse(text);
    const soft = licet.charts.textStyle(width < 600 ? 10.5 : 11.5);
    return {height: 44 + lines.length * 26, option: {useUTC: true, animation: false,
      grid: {left: left, right: 18, top: 8, bottom: 30},
      tooltip: Object.assign(licet.charts.tooltip(), {formatter: (params) => {
        const line = lines[params.data[1]];
        return licet.el('div', {class: 'tip'}, line.stage + ': ' +
          (line.first === line.last ? line.first : line.first + ' to ' + line.last));
      }}),
      xAxis: {type: 'time', max: day(asOf), splitNumber: width < 600 ? 3 : 8,
        axisLine: {lineStyle: {color: licet.colour('line-strong')}},
        splitLine: {show: true, lineStyle: {color: licet.colour('line')}},
        axisLabel: Object.assign({hideOverlap: true, formatter: '{yyyy}-{MM}'}, soft)},
      yAxis: {type: 'category', inverse: true, data: lines.map((line) => line.stage), axisTick: {show: false},
        axisLine: {show: false}, axisLabel: Object.assign({width: left - 12, overflow: 'truncate', interval: 0}, soft)},
      series: lines.map((line, at) => ({type: 'line', symbol: 'circle', symbolSize: 9,
        lineStyle: {color: licet.colour('regime-0'), width: 4, opacity: 0.4},
        itemStyle: {color: licet.colour('regime-0')},
        data: line.first === line.last ? [[day(line.first), at]] : [[day(line.first), at], [day(line.last), at]]}))}};
  }

  // --- tables -------------------------------------------------------------------------------------------

  const whole = (text) => licet.el('span', {class: 'whole'}, text);

  function table(heads, rows) {
    return licet.el('div', {class: 'scroll'}, licet.el('table', {},
        licet.el('thead', {}, licet.el('tr', {}, heads.map((head) => licet.el('th', {scope: 'col'}, head)))),
        licet.el('tbody', {}, rows.map((cells) => licet.el('tr', {}, cells.map((cell) => licet.el('td', {}, cell)))))));
  }

  function stages(account) {
    const counted = account.account === 'record' ? 'statements' : 'entries';
    return table(['stage', 'units', 'first day', 'last day', counted, 'of earlier stages'], account.lines.map((line) =>
      [line.stage, line.text, whole(line.first || ''), whole(line.last || ''), licet.number(String(line.entries)),
        earlier(line).map((text) => licet.el('div', {class: 'whole'}, text))]));
  }

  const host = (url) => {
    const found = /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(url);
    return found ? found[1] : url;
  };

  function statements(rows) {
    const noted = rows.some((row) => row.units === null);
    return card('statements', 'What the public record says',
        licet.el('p', {class: 'hint'}, licet.plural(rows.length, 'statement') + ', oldest first' +
          (noted ? '; those of the stage "note" have no figure and are counted nowhere' : '') + '.'),
        table(['day', 'stage', 'buyer', 'item', 'units', 'confidence', 'source', 'words'], rows.map((row) =>
          [whole(row.day), row.stage, row.buyer, row.item, row.units || '',
            row.confidence, licet.link(host(row.source), row.source),
            licet.el('div', {class: 'words'}, row.text)])));
  }

  // --- the page -----------------------------------------------------------------------------------------

  function drawAccount(place, account, asOf) {
    const dated = account.lines.filter((line) => line.first);
    const many = chartNode('Units by stage; the same facts are in the table below');
    const when = chartNode('Days of each stage; the same facts are in the table below');
    place.append(card(account.account, kAccounts[account.account] + (account.title ? ', ' + account.title : ''),
        many, dated.length ? [licet.el('h3', {}, 'First and last day'), when] : null, stages(account)));
    licet.charts.add(many, (width) => bars(account.lines, width));
    if (dated.length) licet.charts.add(when, (width) => times(dated, asOf, width));
  }

  function overview(groups, choose) {
    const row = (accounts, number) => accounts.map((account) => {
      const last = account.lines[account.lines.length - 1];
      const first = account.lines[0];
      return [licet.el('button', {type: 'button', class: 'quiet', onclick: () => choose(number)}, account.title),
        kAccounts[account.account], first.stage + ' ' + first.text,
        last === first ? '' : last.stage + ' ' + last.text, ofFirst(last)];
    });
    return table(['of', 'account', 'first stage', 'last stage', 'of the first'], groups.flatMap(row));
  }

  return function (data) {
    for (const id of ['outcomes', 'timeline', 'months', 'steps', 'decisions']) document.getElementById(id).remove();
    document.querySelector('.pair').remove();
    document.querySelector('.skip').remove();
    masthead(document.getElementById('masthead'), data);
    const main = document.getElementById('report');
    main.dataset.accounts = data.accounts.length;
    if (data.accounts.length === 0) {
      main.append(card('nothing', 'Nothing is on file', licet.el('p', {class: 'nothing'}, 'as of ' + data.as_of)));
      return;
    }
    // Accounts of one buyer or item belong together.
    const groups = [...new Set(data.accounts.map((account) => account.group))].map((group) =>
      data.accounts.filter((account) => account.group === group));
    const place = licet.el('div', {id: 'result'});
    const choose = (number) => {
      place.replaceChildren();
      const beside = licet.el('div', {class: groups[number].length > 1 && 'pair'});
      place.append(beside);
      for (const account of groups[number]) drawAccount(beside, account, data.as_of);
    };
    if (groups.length > 1) {
      main.append(card('groups', 'Each ' + data.by, licet.el('p', {class: 'hint'}, 'Choose one to see it below.'),
          overview(groups, choose)));
    }
    main.append(place, licet.el('p', {class: 'hint'}, 'A light bar reaches to where sources disagree. ">" is more ' +
      'than, "~" about. Percentages are of the first stage.'));
    choose(0);
    if (data.statements.length > 0) main.append(statements(data.statements));
  };
})();
