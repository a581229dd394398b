// The page of `licet regime timeline`: what was in force when, as it was known on a day that a slider chooses.
'use strict';

licet.rules = (function () {
  const kDay = 86400000;
  const kRow = 19;
  const kTop = 26;
  const kBottom = 46;
  const kConfidence = ['primary', 'secondary', 'press', 'unverified'];
  const kForever = Infinity;

  const dateOf = (time) => new Date(time).toISOString().slice(0, 10);
  const timeOf = (day, absent) => (day ? Date.parse(day) : absent);

  // --- what was known, and so in force ------------------------------------------------------------------

  // The three clocks as docs/regime.md has them; null when it was not known yet or is not of the reading.
  function binding(p, known, reading) {
    if (timeOf(p.announced, -kForever) > known) return null;
    if (p.reading !== 'both' && p.reading !== reading) return null;
    const effective = timeOf(p.effective, -kForever);
    const from = reading === 'enforced' ? Math.max(effective, timeOf(p.compliance, -kForever)) : effective;
    const to = timeOf(p.ends_announced, -kForever) > known ? kForever : timeOf(p.ends, kForever);
    return from < to ? {from: from, to: to} : null;
  }

  function subtract(spans, gone) {
    return spans.flatMap((span) => [{from: span.from, to: Math.min(span.to, gone.from)},
      {from: Math.max(span.from, gone.to), to: span.to}]).filter((left) => left.from < left.to);
  }

  // Times in which a switch is on: in force, and not itself set aside.
  function effectOf(p, context) {
    const own = binding(p, context.known, context.reading);
    let spans = own ? [own] : [];
    for (const by of p.set_aside_by || []) {
      if (by.doubtful) continue;
      for (const span of effectOf(context.byId.get(by.provision), context)) spans = subtract(spans, span);
    }
    return spans;
  }

  function setAside(p, own, context) {
    return (p.set_aside_by || []).flatMap((by) => effectOf(context.byId.get(by.provision), context)
        .filter((span) => span.from < own.to && own.from < span.to)
        .map((span) => ({from: Math.max(span.from, own.from), to: Math.min(span.to, own.to),
          by: by.provision, doubtful: by.doubtful})));
  }

  // --- rows ---------------------------------------------------------------------------------------------

  // What has the same days, clocks and confidence is one bar.
  function barsOf(provisions) {
    const found = new Map();
    for (const p of provisions) {
      const key = JSON.stringify([p.announced, p.effective, p.compliance, p.ends, p.ends_announced, p.reading,
        p.confidence, p.set_aside_by, p.stage]);
      if (!found.has(key)) found.set(key, {provisions: []});
      found.get(key).provisions.push(p);
    }
    const bars = [...found.values()];
    for (const bar of bars) {
      const first = bar.provisions[0];
      bar.first = first;
      bar.label = first.provision.slice(first.regime.length + 1) +
        (bar.provisions.length > 1 ? ' +' + (bar.provisions.length - 1) : '');
      bar.starts = Math.min(timeOf(first.announced, kForever), timeOf(first.effective, kForever));
      bar.ends = timeOf(first.ends, kForever);
    }
    return bars.sort((a, b) => a.starts - b.starts || a.ends - b.ends);
  }

  // Bars follow each other in a lane where the one before has ended.
  function pack(bars) {
    const lanes = [];
    for (const bar of bars) {
      const lane = lanes.find((one) => one[one.length - 1].ends <= bar.starts);
      if (lane) lane.push(bar);
      else lanes.push([bar]);
    }
    return lanes;
  }

  function rowsOf(data) {
    const rows = [];
    data.regimes.forEach((regime, number) => {
      rows.push({kind: 'head', number: number, label: '',
        text: regime.regime + ': ' + regime.title + (regime.authority ? ' (' + regime.authority + ')' : '')});
      const topics = new Map();
      for (const p of regime.provisions) {
        if (!topics.has(p.topic)) topics.set(p.topic, []);
        topics.get(p.topic).push(p);
      }
      for (const [topic, provisions] of topics) {
        pack(barsOf(provisions)).forEach((lane, index) => rows.push({
          kind: 'lane', bars: lane, number: number, first: index === 0, label: index === 0 ? licet.words(topic) : ''
        }));
      }
    });
    return rows;
  }

  function daysOf(data) {
    const all = data.regimes.flatMap((regime) => regime.provisions);
    const days = all.flatMap((p) => [p.announced, p.ends_announced]).concat(data.known_at).filter(Boolean);
    const dated = all.flatMap((p) => [p.announced, p.effective, p.compliance, p.ends]).filter(Boolean)
        .concat(data.as_of || []).map(Date.parse);
    return {
      known: [...new Set(days)].sort(),
      min: Math.min(...dated) - 45 * kDay, max: Math.max(...dated) + 60 * kDay
    };
  }

  // --- drawing ------------------------------------------------------------------------------------------

  function hatch(x, y, width, height, step) {
    let path = '';
    for (let at = x; at + height <= x + width; at += step) path += `M${at} ${y + height}L${at + height} ${y}`;
    return path || `M${x} ${y + height}L${x + width} ${y}`;
  }

  function drawSpan(out, box, look) {
    out.push({type: 'rect', shape: {x: box.x, y: box.y, width: box.width, height: box.height, r: 2},
      style: {fill: look.fill, opacity: look.opacity, stroke: look.colour, lineWidth: 1, lineDash: look.dash}});
  }

  // Set aside: hollow and hatched; in doubt: hollow and dotted.
  function drawAside(out, aside, scale, y, height, colour) {
    const left = scale(aside.from);
    const width = Math.max(scale(aside.to) - left, 2);
    drawSpan(out, {x: left, y: y, width: width, height: height},
        {fill: licet.colour('card'), opacity: 1, colour: colour, dash: aside.doubtful ? [2, 2] : null});
    if (!aside.doubtful) {
      out.push({type: 'path', silent: true, shape: {pathData: hatch(left, y, width, height, 7)},
        style: {stroke: colour, lineWidth: 1, opacity: 0.55, fill: 'none'}});
    }
  }

  // The day on which it came back.
  function drawReturn(out, at, y, height) {
    out.push({type: 'polygon', silent: true, style: {fill: licet.colour('hold'), stroke: licet.colour('card')},
      shape: {points: [[at, y - 1], [at + 8, y + height / 2], [at, y + height + 1]]}});
  }

  function label(out, bar, left, right, free, middle, on) {
    const width = right - left;
    const outside = width < 120 && free > width;
    const room = (outside ? free : width) - 8;
    if (room < 24) return;
    out.push({type: 'text', silent: true, style: {
      x: (outside ? right : left) + 5, y: middle, text: bar.label, verticalAlign: 'middle', overflow: 'truncate',
      width: room, fontSize: 10.5, fontFamily: licet.colour('sans'), lineWidth: 3,
      stroke: on.halo && !outside ? licet.colour('card') : 'none',
      fill: outside || on.dark ? licet.colour('ink') : licet.colour('on-regime')}});
  }

  function drawBar(bar, row, place, context, coordinates, area) {
    const p = bar.first;
    const own = binding(p, context.known, context.reading);
    if (!own) return null;
    const end = area.x + area.width;
    const scale = (time) => Math.min(Math.max(
        time === kForever ? end : time === -kForever ? area.x : coordinates(time)[0], area.x), end);
    const middle = coordinates(Math.max(own.from, context.range.min))[1];
    const left = scale(own.from);
    const right = Math.max(scale(own.to), left + 2);
    if (left >= end || right <= area.x) return null;
    const height = kRow - 6;
    const y = middle - height / 2;
    const colour = licet.colour('regime-' + (row.number % 2));
    const grade = Math.max(0, kConfidence.indexOf(p.confidence));
    const codified = p.reading === 'codified';
    const out = [];
    const announced = scale(timeOf(p.announced, own.from));
    if (announced < left) {
      out.push({type: 'rect', silent: true, shape: {x: announced, y: middle - 1, width: left - announced, height: 2},
        style: {fill: colour, opacity: 0.45}});
    }
    drawSpan(out, {x: left, y: y, width: right - left, height: height}, {
      fill: codified ? licet.colour('card') : colour, opacity: codified ? 1 : [0.9, 0.6, 0.28, 0.14][grade],
      colour: colour, dash: codified || grade === 3 ? [3, 2] : null});
    const aside = setAside(p, own, context);
    for (const span of aside) drawAside(out, span, scale, y, height, colour);
    for (const span of aside) if (span.to < own.to) drawReturn(out, scale(span.to), y, height);
    const next = row.bars[place + 1];
    const clear = aside.some((span) => scale(span.from) < left + 120);
    label(out, bar, left, right, (next ? scale(next.starts) : end) - right, middle,
        {dark: grade >= 1 || codified || clear, halo: grade >= 2 || clear});
    return {type: 'group', $mergeChildren: false, children: out};
  }

  function barSeries(rows, context) {
    const data = [];
    rows.forEach((row, index) => (row.bars || []).forEach((bar, place) =>
      data.push({value: [context.range.min, index], bar: bar, row: row, place: place})));
    return {
      id: 'provisions', type: 'custom', data: data, clip: true, z: 3,
      renderItem: (params, api) => {
        const one = data[params.dataIndex];
        return drawBar(one.bar, one.row, one.place, context, (time) => api.coord([time, api.value(1)]),
            params.coordSys);
      }
    };
  }

  function bandSeries(rows) {
    return {
      id: 'bands', type: 'custom', silent: true, z: 1, data: rows.map((row, index) => [0, index]),
      tooltip: {show: false},
      renderItem: (params, api) => {
        const row = rows[params.dataIndex];
        const area = params.coordSys;
        const y = api.coord([0, params.dataIndex])[1] - kRow / 2;
        const width = area.x + area.width;
        if (row.kind !== 'head') {
          return row.first ? {type: 'rect', shape: {x: 0, y: y, width: width, height: 1},
            style: {fill: licet.colour('line')}} : null;
        }
        return {type: 'group', children: [
          {type: 'rect', shape: {x: 0, y: y, width: width, height: kRow}, style: {fill: licet.colour('band')}},
          {type: 'rect', shape: {x: 0, y: y, width: 4, height: kRow},
            style: {fill: licet.colour('regime-' + (row.number % 2))}},
          {type: 'text', style: {x: 10, y: y + kRow / 2, text: row.text, verticalAlign: 'middle', fontWeight: 600,
            fontSize: 11.5, fill: licet.colour('ink'), overflow: 'truncate', width: width - 16,
            fontFamily: licet.colour('sans')}}]};
      }
    };
  }

  function tip(bar, context) {
    const shown = bar.provisions.slice(0, 6);
    const days = (span) => (span.from === -kForever ? 'always' : dateOf(span.from)) + ' to ' +
      (span.to === kForever ? 'open' : dateOf(span.to));
    const about = (p) => {
      const own = binding(p, context.known, context.reading);
      return licet.el('div', {class: 'tip-item'}, licet.el('strong', {}, p.provision), licet.el('br'),
          [p.cite.ref, p.cite.doc].filter(Boolean).join(', '), licet.el('br'),
          own ? days(own) : '', p.announced ? '; announced ' + p.announced : '', licet.el('br'),
          [p.stage + (p.gives ? ' ' + p.gives : ''), p.confidence,
            p.reading !== 'both' ? p.reading + ' reading only' : null].filter(Boolean).join('; '),
          own ? setAside(p, own, context).map((span) => [licet.el('br'),
            (span.doubtful ? 'in doubt ' : 'set aside ') + days(span) + ' by ' + span.by]) : null);
    };
    return licet.el('div', {class: 'tip'}, shown.map(about), bar.provisions.length > shown.length ?
      licet.el('div', {}, 'and ' + (bar.provisions.length - shown.length) + ' more with the same days') : null);
  }

  function clockLine(data, context) {
    const line = (time, text, type) => ({xAxis: time, lineStyle: {type: type},
      label: {formatter: text, position: 'end', fontSize: 10, distance: 1, color: licet.colour('ink-soft'),
        fontFamily: licet.colour('sans')}});
    const lines = [];
    const known = context.known;
    if (Number.isFinite(known)) lines.push(line(known, 'known', 'dashed'));
    if (data.as_of && Date.parse(data.as_of) !== known) lines.push(line(Date.parse(data.as_of), 'as of', 'solid'));
    return {silent: true, symbol: 'none', animation: false, data: lines,
      lineStyle: {color: licet.colour('ink-soft'), width: 1}};
  }

  function option(data, rows, context, width) {
    const narrow = width < 600;
    const left = narrow ? 74 : 118;
    const touch = matchMedia('(pointer: coarse)').matches;
    const zoom = [{type: 'slider', bottom: 8, height: 22, left: left, right: 22, brushSelect: false,
      labelFormatter: (value) => dateOf(value), showDataShadow: false, textStyle: licet.charts.textStyle(10),
      borderColor: licet.colour('line'), fillerColor: licet.colour('filler'), filterMode: 'none',
      startValue: context.zoom && context.zoom[0], endValue: context.zoom && context.zoom[1]}];
    if (!touch) zoom.push({type: 'inside', zoomOnMouseWheel: 'ctrl', filterMode: 'none'});
    return {
      height: kTop + rows.length * kRow + kBottom,
      option: {
        useUTC: true, animation: false, dataZoom: zoom,
        grid: {left: left, right: 10, top: kTop, height: rows.length * kRow},
        tooltip: Object.assign(licet.charts.tooltip(),
            {formatter: (params) => (params.data.bar ? tip(params.data.bar, context) : '')}),
        xAxis: {type: 'time', min: context.range.min, max: context.range.max, position: 'top',
          splitNumber: narrow ? 4 : 9,
          axisLabel: Object.assign({hideOverlap: true}, licet.charts.textStyle(10.5)),
          axisLine: {lineStyle: {color: licet.colour('line-strong')}},
          splitLine: {show: true, lineStyle: {color: licet.colour('line')}},
          axisPointer: {show: !touch, snap: false, triggerTooltip: false, z: 9,
            lineStyle: {color: licet.colour('ink-soft'), type: 'solid', width: 1},
            label: {formatter: (params) => dateOf(params.value), backgroundColor: licet.colour('ink'),
              color: licet.colour('card'), fontSize: 11}}},
        yAxis: {type: 'category', inverse: true, data: rows.map((row) => row.label),
          axisLine: {show: false}, axisTick: {show: false},
          axisLabel: Object.assign({interval: 0, margin: 6, width: left - 10, overflow: 'truncate'},
              licet.charts.textStyle(narrow ? 10 : 11))},
        series: [bandSeries(rows), barSeries(rows, context),
          {id: 'clocks', type: 'scatter', data: [], z: 6, markLine: clockLine(data, context)}]
      }
    };
  }

  // --- the page -----------------------------------------------------------------------------------------

  function masthead(node, data) {
    document.title = 'Licet: ' + data.title;
    const clock = (name, value, meaning) => licet.el('div', {}, licet.el('dt', {}, name),
        licet.el('dd', {}, licet.el('strong', {}, value), ' ', licet.el('span', {}, meaning)));
    node.append(licet.el('p', {class: 'brand'}, 'Licet'), licet.el('h1', {}, data.title),
        licet.el('p', {class: 'lead'}, 'Which provisions were in force on which day, and from when anyone could know ' +
          'it: ' + data.regimes.map((regime) => regime.title).join('; ') + '.'),
        licet.el('p', {class: 'disclaimer'}, 'This is software and not legal advice.'),
        licet.el('dl', {class: 'clocks'}, clock('as of', data.as_of || 'not stated', 'marked in the chart'),
            clock('reading', data.reading, data.reading === 'enforced' ?
              'rules as they are enforced, written or not' : 'rules as they stand in the text'),
            clock('generated on', data.generated_on, '')));
  }

  function legend() {
    const key = (kind, text) => licet.el('li', {},
        licet.el('span', {class: 'key ' + kind, 'aria-hidden': 'true'}), text);
    return licet.el('ul', {class: 'legend'}, key('bar-primary', 'in force, from a primary source'),
        key('bar-secondary', 'secondary'), key('bar-press', 'press or unverified'),
        key('bar-aside', 'set aside'), key('bar-codified', 'in doubt, or not enforced'),
        key('thread', 'announced, not yet effective'), key('key-return', 'comes back'));
  }

  function table(data) {
    const heads = ['provision', 'topic', 'stage', 'citation', 'announced', 'effective', 'ends', 'reading', 'confidence',
      'set aside by'];
    return licet.charts.table('The provisions as a table', heads, () => data.regimes.flatMap((regime) =>
      regime.provisions.map((p) => [p.provision, p.topic, p.stage, licet.citation(p.cite) || '', p.announced || '',
        p.effective || '', p.ends || '', p.reading, p.confidence,
        p.set_aside_by.map((by) => by.provision).join(', ')])));
  }

  function slider(days, chosen, move) {
    const said = licet.el('output', {for: 'known'}, chosen);
    const input = licet.el('input', {type: 'range', id: 'known', min: 0, max: days.length - 1, step: 1,
      value: days.indexOf(chosen), 'aria-valuetext': chosen, oninput: (event) => {
        const day = days[Number(event.target.value)];
        said.textContent = day;
        input.setAttribute('aria-valuetext', day);
        move(day);
      }});
    return licet.el('div', {class: 'known'}, licet.el('label', {for: 'known'}, 'as known on'), input, said);
  }

  return function (data) {
    for (const id of ['outcomes', 'months', 'steps', 'decisions']) document.getElementById(id).remove();
    document.querySelector('.pair').remove();
    document.querySelector('.skip').remove();
    masthead(document.getElementById('masthead'), data);
    const section = document.getElementById('timeline');
    section.append(licet.el('h2', {id: 'timeline-title'}, 'What was in force when, as known when'));
    const all = data.regimes.flatMap((regime) => regime.provisions);
    section.dataset.provisions = all.length;
    if (all.length === 0) {
      section.append(licet.el('p', {}, 'No provision is on file.'));
      return;
    }
    const range = daysOf(data);
    const known = range.known.includes(data.known_at) ? data.known_at : range.known[range.known.length - 1];
    const context = {known: timeOf(known, kForever), reading: data.reading, range: range, zoom: null,
      byId: new Map(all.map((p) => [p.provision, p]))};
    const rows = rowsOf(data);
    const node = licet.el('div', {class: 'chart', role: 'img',
      'aria-label': 'Timeline of provisions by topic; the same facts are in the table below'});
    let chart = null;
    section.append(
        licet.el('p', {class: 'hint'}, 'Each bar is a provision, or several with the same days, from its first day to ' +
          'its end. Move the first slider to see only what had been announced by then; the one below the chart, or ' +
          'Ctrl and the wheel, zooms.'),
        slider(range.known, known, (day) => {
          context.known = Date.parse(day);
          licet.charts.redraw(chart);
        }), legend(), node, table(data));
    chart = licet.charts.add(node, (width) => option(data, rows, context, width));
    chart.echart.on('datazoom', () => {
      const axis = chart.echart.getModel().getComponent('xAxis', 0).axis;
      context.zoom = axis.scale.getExtent();
    });
  };
})();
