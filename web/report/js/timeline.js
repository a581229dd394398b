// Chart 1: what was in force when, and where the orders fall.
'use strict';

licet.timeline = (function () {
  const kDay = 86400000;
  const kRow = 20;
  const kTop = 26;
  const kBottom = 46;
  const kBubble = 13;  // pixels: orders of one outcome nearer than this are drawn as one
  const kCrowded = 26;  // the same where nearly every place is taken, so that the numbers stay readable
  const kConfidence = ['primary', 'secondary', 'press', 'unverified'];

  const dateOf = (time) => new Date(time).toISOString().slice(0, 10);

  // --- rows -------------------------------------------------------------------------------------------

  function rowsOf(model) {
    const rows = licet.OUTCOMES.map((outcome) => ({kind: 'orders', outcome: outcome, label: outcome}));
    model.regimes.forEach((regime, number) => {
      const text = regime.id + ': ' + regime.title + (regime.authority ? ' (' + regime.authority + ')' : '');
      rows.push({kind: 'head', text: text, number: number, label: ''});
      for (const stage of licet.lanes(regime)) {
        stage.lanes.forEach((bars, index) => rows.push({
          kind: 'lane', bars: bars, number: number, first: index === 0,
          label: index === 0 ? licet.words(stage.stage) : ''
        }));
      }
    });
    return rows;
  }

  // From a little before the first order or the first change near it to a little after today.
  function span(model) {
    const orders = model.decisions.map((d) => d.time).filter(Number.isFinite);
    const known = [model.generated_on, model.known_at].map(Date.parse).filter(Number.isFinite);
    const provisions = model.regimes.flatMap((regime) => regime.provisions);
    const starts = provisions.map((p) => p.from).filter(Number.isFinite);
    const least = (times) => times.reduce((a, b) => Math.min(a, b), Infinity);
    const most = (times) => times.reduce((a, b) => Math.max(a, b), -Infinity);
    const first = orders.length ? least(orders) : least(starts);
    const last = most(orders.concat(known, orders.length ? [] : starts));
    if (!Number.isFinite(first) || !Number.isFinite(last)) return null;
    const recent = starts.filter((start) => start > first - 500 * kDay);
    return {min: least(recent.concat(first)) - 45 * kDay, max: last + 60 * kDay};
  }

  // --- bars -------------------------------------------------------------------------------------------

  function weakest(provisions) {
    return provisions.reduce((worst, p) => Math.max(worst, Math.max(0, kConfidence.indexOf(p.confidence))), 0);
  }

  // Slanted lines over a bar: known from the press only.
  function hatch(x, y, width, height) {
    let path = '';
    for (let at = x; at + height < x + width; at += 6) path += `M${at} ${y + height}L${at + height} ${y}`;
    return path;
  }

  // In the bar, or after it where the bar is short and its lane is free.
  function barLabel(text, left, width, free, middle, onPale, hatched) {
    const outside = width < 110 && free > Math.max(60, width);
    const room = (outside ? free : width) - 10;
    if (room < 24) return [];
    return [{type: 'text', silent: true, style: {
      x: outside ? left + width + 5 : left + 5, y: middle, text: text, verticalAlign: 'middle',
      overflow: 'truncate', width: room, fontSize: 10.5, fontFamily: licet.colour('sans'),
      stroke: hatched && !outside ? licet.colour('card') : 'none', lineWidth: 3,
      fill: outside || onPale ? licet.colour('ink') : licet.colour('on-regime')}}];
  }

  // The bar itself, a thread from the day it was announced, a notch where a later provision joins.
  function drawBar(bar, coordinates, box) {
    const colour = licet.colour('regime-' + (bar.number % 2));
    const clamp = (x) => Math.min(Math.max(x, box.x), box.x + box.width);
    const left = clamp(coordinates(bar.from)[0]);
    const right = bar.to === null ? box.x + box.width : clamp(coordinates(bar.to)[0]);
    const middle = coordinates(bar.from)[1];
    if (right <= box.x || left >= box.x + box.width) return null;
    const height = kRow - 6;
    const y = middle - height / 2;
    const width = Math.max(right - left, 2);
    const codified = bar.provisions.every((p) => p.reading === 'codified');
    const grade = weakest(bar.provisions);
    const children = [];
    const announced = clamp(coordinates(bar.announced)[0]);
    if (announced < left) {
      children.push({type: 'rect', shape: {x: announced, y: middle - 1, width: left - announced, height: 2},
        style: {fill: colour, opacity: 0.45}, silent: true});
    }
    children.push({type: 'rect', shape: {x: left, y: y, width: width, height: height, r: 2},
      style: {fill: codified ? licet.colour('card') : colour, opacity: codified ? 1 : [0.9, 0.6, 0.28, 0.14][grade],
        stroke: colour, lineWidth: 1, lineDash: codified || grade === 3 ? [3, 2] : null}});
    if (grade === 2 && !codified) {
      children.push({type: 'path', shape: {pathData: hatch(left, y, width, height)}, silent: true,
        style: {stroke: colour, lineWidth: 1, opacity: 0.4, fill: 'none'}});
    }
    for (const start of new Set(bar.provisions.map((p) => p.from))) {
      const at = coordinates(start)[0];
      if (at > left + 3 && at < right - 1) {
        children.push({type: 'rect', shape: {x: at, y: y + height - 4, width: 2, height: 4},
          style: {fill: licet.colour('card')}, silent: true});
      }
    }
    const free = (bar.next === null ? box.x + box.width : clamp(coordinates(bar.next)[0])) - right;
    children.push(...barLabel(bar.label, left, width, free, middle, codified || grade >= 1, grade === 2));
    // Made anew when zoomed: a child that took the place of another would keep what that one was.
    return {type: 'group', $mergeChildren: false, children: children};
  }

  function barSeries(rows) {
    const data = [];
    rows.forEach((row, index) => {
      (row.bars || []).forEach((bar, place) => {
        const announced = bar.provisions.map((p) => Date.parse(p.announced)).filter(Number.isFinite);
        bar.announced = announced.reduce((a, b) => Math.min(a, b), bar.from);
        bar.number = row.number;
        bar.next = place + 1 < row.bars.length ? row.bars[place + 1].from : null;
        data.push({value: [bar.from, index], bar: bar});
      });
    });
    return {
      id: 'provisions', type: 'custom', data: data, clip: true, cursor: 'pointer', z: 3,
      renderItem: (params, api) =>
        drawBar(data[params.dataIndex].bar, (time) => api.coord([time, api.value(1)]), params.coordSys)
    };
  }

  // Quiet stripes and the regimes' names, behind everything.
  function bandSeries(rows) {
    return {
      id: 'bands', type: 'custom', silent: true, z: 1, data: rows.map((row, index) => [0, index]),
      tooltip: {show: false},
      renderItem: (params, api) => {
        const row = rows[params.dataIndex];
        const box = params.coordSys;
        const y = api.coord([0, params.dataIndex])[1] - kRow / 2;
        const wide = {x: 0, y: y, width: box.x + box.width, height: kRow};
        if (row.kind === 'head') {
          return {type: 'group', children: [
            {type: 'rect', shape: wide, style: {fill: licet.colour('band')}},
            {type: 'rect', shape: {x: 0, y: y, width: 4, height: kRow},
              style: {fill: licet.colour('regime-' + (row.number % 2))}},
            {type: 'text', style: {x: 10, y: y + kRow / 2, text: row.text, verticalAlign: 'middle',
              fontWeight: 600, fontSize: 11.5, fill: licet.colour('ink'), overflow: 'truncate',
              width: wide.width - 16, fontFamily: licet.colour('sans')}}]};
        }
        if (row.kind === 'orders') {
          return {type: 'rect', shape: wide, style: {fill: licet.colour('band-orders')}};
        }
        return row.first ? {type: 'rect', shape: {x: 0, y: y, width: wide.width, height: 1},
          style: {fill: licet.colour('line')}} : null;
      }
    };
  }

  // --- orders -----------------------------------------------------------------------------------------

  const kSymbols = {release: 'circle', hold: 'diamond', block: 'rect'};

  // The window's orders by outcome and place, `pixels` apart.
  function binned(model, from, to, width, pixels) {
    const bin = Math.max((to - from) / Math.max(width, 1) * pixels, kDay);
    const found = new Map();
    for (const decision of model.decisions) {
      if (!(decision.time >= from - bin && decision.time <= to + bin)) continue;
      const place = Math.floor(decision.time / bin);
      const key = decision.outcome + place;
      if (!found.has(key)) found.set(key, {orders: [], centre: (place + 0.5) * bin});
      found.get(key).orders.push(decision);
    }
    return [...found.values()];
  }

  // Orders nearer than a symbol's width become one with a number: five thousand stay readable.
  function bubbles(model, from, to, width) {
    const fine = binned(model, from, to, width, kBubble);
    const crowded = fine.length > 1.2 * width / kBubble;
    const found = crowded ? binned(model, from, to, width, kCrowded) : fine;
    return found.map(({orders, centre}) => {
      const mean = orders.reduce((sum, d) => sum + d.time, 0) / orders.length;
      const time = crowded ? centre : mean;
      const outcome = orders[0].outcome;
      const size = orders.length === 1 ? 11 : Math.min(13 + 1.2 * Math.log2(orders.length), 20);
      return {
        value: [time, licet.OUTCOMES.indexOf(outcome)], orders: orders, symbol: kSymbols[outcome],
        symbolSize: outcome === 'hold' ? size + 2 : size - (outcome === 'block' ? 1 : 0),
        itemStyle: {color: licet.colour(outcome), borderColor: licet.colour('card'), borderWidth: 1,
          opacity: 1},
        label: {show: orders.length > 1, formatter: String(orders.length), fontSize: 9, fontWeight: 700,
          color: licet.colour('on-' + outcome), fontFamily: licet.colour('sans')}
      };
    });
  }

  function clockLine(model) {
    const known = Date.parse(model.known_at);
    if (!Number.isFinite(known)) return undefined;
    return {
      silent: true, symbol: 'none', animation: false, data: [{xAxis: known}],
      lineStyle: {color: licet.colour('ink-soft'), type: 'dashed', width: 1},
      label: {formatter: 'known at', position: 'end', fontSize: 10, distance: 1,
        color: licet.colour('ink-soft'), fontFamily: licet.colour('sans')}
    };
  }

  // --- words under the pointer ------------------------------------------------------------------------

  function provisionTip(bar) {
    const shown = bar.provisions.slice(0, 7);
    return licet.el('div', {class: 'tip'},
        shown.map((p) => licet.el('div', {class: 'tip-item'},
            licet.el('strong', {}, p.id), licet.el('br'),
            [p.ref, p.doc].filter(Boolean).join(', '), licet.el('br'),
            p.effective + ' to ' + (p.ends || 'open') +
              (p.announced ? '; announced ' + p.announced : ''), licet.el('br'),
            [p.confidence, p.reading && p.reading !== 'both' ? p.reading + ' reading only' : null,
              p.decided ? 'weighed in ' + licet.plural(p.decided, 'order') : null].filter(Boolean).join('; '))),
        bar.provisions.length > shown.length ?
          licet.el('div', {}, 'and ' + (bar.provisions.length - shown.length) + ' more') : null,
        bar.provisions.some((p) => p.decided) ? licet.el('em', {}, 'Click: list the orders it was weighed in') : null);
  }

  function orderTip(orders) {
    const shown = orders.slice(0, 5);
    return licet.el('div', {class: 'tip'},
        shown.map((d) => licet.el('div', {class: 'tip-item'},
            licet.badge(d.outcome, d.outcome), ' ', licet.el('strong', {}, d.order), ' ', d.date, licet.el('br'),
            [licet.quantity(d), d.buyer].filter(Boolean).join(', '),
            d.reason ? [licet.el('br'), d.reason.slice(0, 240)] : null)),
        orders.length > shown.length ? licet.el('div', {}, 'and ' + (orders.length - shown.length) + ' more') : null,
        licet.el('em', {}, orders.length === 1 ? 'Click: go to the decision' : 'Click: list these orders'));
  }

  // --- the chart --------------------------------------------------------------------------------------

  function option(model, rows, range, width) {
    const narrow = width < 600;
    const left = narrow ? 62 : 84;
    const grid = {left: left, right: 10, top: kTop, height: rows.length * kRow};
    const touch = matchMedia('(pointer: coarse)').matches;
    const zoom = [{type: 'slider', bottom: 8, height: 22, left: left, right: 22, brushSelect: false,
      labelFormatter: (value) => dateOf(value), showDataShadow: false, textStyle: licet.charts.textStyle(10),
      borderColor: licet.colour('line'), fillerColor: licet.colour('filler'), filterMode: 'none'}];
    if (!touch) zoom.push({type: 'inside', zoomOnMouseWheel: 'ctrl', filterMode: 'none'});
    return {
      height: kTop + rows.length * kRow + kBottom,
      option: {
        useUTC: true, animation: false, grid: grid, dataZoom: zoom,
        tooltip: Object.assign(licet.charts.tooltip(), {formatter: (params) =>
          params.data.bar ? provisionTip(params.data.bar) : params.data.orders ? orderTip(params.data.orders) : ''}),
        xAxis: {type: 'time', min: range.min, max: range.max, position: 'top', splitNumber: narrow ? 4 : 9,
          axisLabel: Object.assign({hideOverlap: true}, licet.charts.textStyle(10.5)),
          axisLine: {lineStyle: {color: licet.colour('line-strong')}},
          splitLine: {show: true, lineStyle: {color: licet.colour('line')}},
          axisPointer: {show: !touch, snap: false, triggerTooltip: false, z: 9,
            lineStyle: {color: licet.colour('ink-soft'), type: 'solid', width: 1},
            label: {formatter: (params) => dateOf(params.value), backgroundColor: licet.colour('ink'),
              color: licet.colour('card'), fontSize: 11}}},
        yAxis: {type: 'category', inverse: true, data: rows.map((row) => row.label),
          axisLine: {show: false}, axisTick: {show: false},
          axisLabel: Object.assign({interval: 0, margin: 6}, licet.charts.textStyle(narrow ? 10 : 11))},
        series: [bandSeries(rows), barSeries(rows),
          {id: 'orders', type: 'scatter', z: 6, clip: true, cursor: 'pointer', markLine: clockLine(model),
            data: bubbles(model, range.min, range.max, width - left - 10)}]
      }
    };
  }

  function legend() {
    const key = (kind, text) => licet.el('li', {}, licet.el('span', {class: 'key ' + kind, 'aria-hidden': 'true'}), text);
    return licet.el('ul', {class: 'legend'},
        licet.OUTCOMES.map((o) => licet.el('li', {},
            licet.el('span', {class: 'mark mark-' + o, 'aria-hidden': 'true'}), o)),
        key('bar-primary', 'from a primary source'), key('bar-secondary', 'secondary'),
        key('bar-press', 'known from the press'), key('bar-codified', 'in the text, not enforced'),
        key('thread', 'announced, not yet effective'));
  }

  function provisionTable(model, listen) {
    const heads = ['provision', 'stage', 'citation', 'announced', 'effective', 'ends', 'confidence', 'reading',
      'weighed in'];
    const rows = () => model.regimes.flatMap((regime) => regime.provisions.map((p) => [
      p.id, licet.words(p.stage), licet.citation(p) || '', p.announced || '', p.effective, p.ends || '',
      p.confidence || '', p.reading || '',
      p.decided ? licet.el('button', {type: 'button', class: 'quiet',
        onclick: () => listen.provisions([p.id])}, licet.plural(p.decided, 'order')) : '']));
    return licet.charts.table('The provisions as a table', heads, rows);
  }

  function redrawBubbles(chart, model) {
    const axis = chart.echart.getModel().getComponent('xAxis', 0).axis;
    const [from, to] = axis.scale.getExtent();
    const width = Math.abs(axis.getExtent()[1] - axis.getExtent()[0]);
    chart.echart.setOption({series: [{id: 'orders', data: bubbles(model, from, to, width)}]});
  }

  // listen.orders([decision...]) and listen.provisions([id...]) are called on clicks.
  return function (section, model, listen) {
    const range = span(model);
    section.append(licet.el('h2', {id: 'timeline-title'}, 'What was in force when, and where the orders fall'));
    if (!range) {
      section.append(licet.el('p', {}, 'No dated order and no provision is in this report.'));
      return;
    }
    const rows = rowsOf(model);
    const node = licet.el('div', {class: 'chart', role: 'img',
      'aria-label': 'Timeline of provisions and orders; the same facts are in the table below and in the list'});
    section.append(
        licet.el('p', {class: 'hint'}, 'Each bar is a provision, or several of one paragraph, from its first day to its ' +
          'end; orders stand on their dates. Drag the slider, or hold Ctrl and turn the wheel, to zoom. Bars and ' +
          'orders can be clicked.'),
        legend(), node, provisionTable(model, listen));
    const chart = licet.charts.add(node, (width) => option(model, rows, range, width));
    let pending = 0;
    chart.echart.on('datazoom', () => {
      clearTimeout(pending);
      pending = setTimeout(() => redrawBubbles(chart, model), 60);
    });
    chart.echart.on('click', (event) => {
      if (event.data && event.data.orders) listen.orders(event.data.orders);
      if (event.data && event.data.bar) listen.provisions(event.data.bar.provisions.map((p) => p.id));
    });
  };
})();
