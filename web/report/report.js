// Puts the parts together. The page says in data-rendered on its root whether it was drawn: true or error.
'use strict';

(function () {
  const byId = (id) => document.getElementById(id);

  function fail(error) {
    byId('report').prepend(licet.el('p', {class: 'failure', role: 'alert'},
        'This report could not be drawn: ' + (error && error.message || error) +
        '. The data it was made from is inside this file and unharmed.'));
    document.documentElement.dataset.rendered = 'error';
  }

  function dates(orders) {
    const sorted = orders.map((d) => d.date).sort();
    return sorted[0] === sorted[sorted.length - 1] ? sorted[0] : sorted[0] + ' to ' + sorted[sorted.length - 1];
  }

  // A list of decisions may be linked to: report.html#order-PR-001 opens that one.
  function followFragment(model, list) {
    const wanted = location.hash.slice(1);
    const decision = wanted && model.decisions.find((d) => licet.anchor(d.order) === wanted);
    if (decision) list.show(decision);
  }

  // The same file shows the rules alone: what `licet regime timeline` writes.
  function renderRules(data) {
    licet.rules(data);
    licet.charts.watchMedium();
    document.documentElement.dataset.rendered = 'true';
  }

  // And what changes under other law: what `licet replay` writes.
  function renderReplay(data) {
    licet.replay(data);
    licet.charts.watchMedium();
    document.documentElement.dataset.rendered = 'true';
  }

  // And how far the goods came: what `licet funnel` writes.
  function renderFunnel(data) {
    licet.funnel(data);
    licet.charts.watchMedium();
    document.documentElement.dataset.rendered = 'true';
  }

  // And which parts the law permits: what `licet regime frontier` writes.
  function renderFrontier(data) {
    licet.frontier(data);
    licet.charts.watchMedium();
    document.documentElement.dataset.rendered = 'true';
  }

  function render() {
    const data = JSON.parse(byId('licet-data').textContent);
    if (data.timeline) {
      renderRules(data);
      return;
    }
    if (data.replay) {
      renderReplay(data);
      return;
    }
    if (data.funnel) {
      renderFunnel(data);
      return;
    }
    if (data.frontier) {
      renderFrontier(data);
      return;
    }
    const model = licet.model(data);
    let pressed = () => {};
    const list = new licet.List(byId('decisions'), model, (outcome) => pressed(outcome));
    const listen = {
      orders: (orders) => {
        if (orders.length === 1) {
          list.show(orders[0]);
          return;
        }
        const chosen = new Set(orders);
        list.only(orders[0].outcome + ', ' + dates(orders), (d) => chosen.has(d));
      },
      provisions: (ids) => {
        const label = 'weighed: ' + ids[0] + (ids.length > 1 ? ' and ' + (ids.length - 1) + ' more' : '');
        list.only(label, (d) => ids.some((id) => d.provisions.has(id)));
      }
    };
    licet.masthead(byId('masthead'), model);
    pressed = licet.tiles(byId('outcomes'), model,
        (outcome) => list.set({outcome: list.filter.outcome === outcome ? '' : outcome}),
        () => list.only('deadlock', (d) => d.deadlock));
    licet.timeline(byId('timeline'), model, listen);
    licet.months(byId('months'), model);
    licet.steps(byId('steps'), model,
        (step) => list.only('waits for: ' + step, (d) => d.outcome === 'hold' && d.steps.has(step)));
    licet.charts.watchMedium();
    list.draw(() => {
      window.addEventListener('hashchange', () => followFragment(model, list));
      followFragment(model, list);
      if (document.documentElement.dataset.rendered !== 'error') {
        document.documentElement.dataset.rendered = 'true';
      }
    });
  }

  window.addEventListener('error', (event) => fail(event.error || event.message));
  try {
    render();
  } catch (error) {
    fail(error);
  }
})();
