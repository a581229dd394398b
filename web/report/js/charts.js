// What every chart needs: it redraws when its width, the colour scheme or the medium changes.
'use strict';

licet.charts = (function () {
  const kPrintWidth = 680;  // CSS pixels of a page's text width, A4 and Letter alike
  const drawn = [];

  function draw(chart, width) {
    const option = chart.build(width);
    chart.node.style.height = option.height + 'px';
    chart.echart.resize({width: width, height: option.height});
    chart.echart.setOption(option.option, {notMerge: true});
    chart.width = width;
  }

  // build(width) -> {height, option}
  function add(node, build) {
    const echart = echarts.init(node, null,
        {renderer: 'svg', width: node.clientWidth || 320, height: 100});
    const chart = {node: node, build: build, echart: echart};
    drawn.push(chart);
    draw(chart, node.clientWidth || 320);
    new ResizeObserver(() => {
      const printing = document.documentElement.classList.contains('printing');
      if (!printing && node.clientWidth && node.clientWidth !== chart.width) {
        draw(chart, node.clientWidth);
      }
    }).observe(node);
    return chart;
  }

  const redraw = (chart) => draw(chart, chart.node.clientWidth || 320);

  // Paper has no dark side: the class makes the light colours apply while the charts are drawn for it.
  function watchMedium() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawn.forEach(redraw));
    window.addEventListener('beforeprint', () => {
      document.documentElement.classList.add('printing');
      for (const chart of drawn) draw(chart, Math.min(kPrintWidth, chart.node.clientWidth || kPrintWidth));
    });
    window.addEventListener('afterprint', () => {
      document.documentElement.classList.remove('printing');
      drawn.forEach(redraw);
    });
  }

  const textStyle = (size) => ({
    color: licet.colour('ink-soft'), fontSize: size || 11, fontFamily: licet.colour('sans')
  });

  const tooltip = () => ({
    confine: true, backgroundColor: licet.colour('card'), borderColor: licet.colour('line-strong'),
    textStyle: {color: licet.colour('ink'), fontSize: 12, fontFamily: licet.colour('sans')},
    extraCssText: 'max-width:min(420px,86vw);white-space:normal;overflow-wrap:anywhere;'
  });

  // A chart's figures for those who cannot or would rather not look at it.
  function table(summary, heads, rows) {
    const details = licet.el('details', {class: 'as-table'}, licet.el('summary', {}, summary));
    details.addEventListener('toggle', () => {
      if (details.querySelector('table')) return;
      details.append(licet.el('div', {class: 'scroll'}, licet.el('table', {},
          licet.el('thead', {}, licet.el('tr', {}, heads.map((h) => licet.el('th', {scope: 'col'}, h)))),
          licet.el('tbody', {}, rows().map((cells) =>
            licet.el('tr', {}, cells.map((cell) => licet.el('td', {}, cell))))))));
    });
    return details;
  }

  return {add: add, redraw: redraw, watchMedium: watchMedium, textStyle: textStyle,
    tooltip: tooltip, table: table};
})();
