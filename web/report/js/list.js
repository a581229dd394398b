// The filter bar and the list below it.
'use strict';

licet.List = (function () {
  const el = licet.el;
  const kAtOnce = 400;    // rows drawn before the page is first shown
  const kUnfoldMost = 200;

  const nothing = () => ({text: '', outcome: '', gate: '', item: '', buyer: '', special: null});

  // special: {label, test} set from the charts; shown as a chip that can be taken away.
  function matches(filter, d) {
    if (filter.outcome && d.outcome !== filter.outcome) return false;
    if (filter.item && d.item !== filter.item) return false;
    if (filter.buyer && d.buyer !== filter.buyer) return false;
    if (filter.gate && !d.gates.some((g) => g.gate === filter.gate || g.gate + ' ' + g.outcome === filter.gate)) {
      return false;
    }
    if (filter.special && !filter.special.test(d)) return false;
    return filter.text.toLowerCase().split(/\s+/).every((word) => d.text.includes(word));
  }

  const distinct = (values) => [...new Set(values.filter(Boolean))].sort((a, b) => a.localeCompare(b));

  function gateOptions(model) {
    const gates = distinct(model.decisions.flatMap((d) => d.gates.map((g) => g.gate)));
    return gates.map((gate) => el('optgroup', {label: gate},
        el('option', {value: gate}, gate + ', any outcome'),
        distinct(model.decisions.flatMap((d) => d.gates.filter((g) => g.gate === gate).map((g) => g.outcome)))
            .map((outcome) => el('option', {value: gate + ' ' + outcome}, gate + ': ' + licet.words(outcome)))));
  }

  function select(label, name, options, change) {
    return el('label', {}, el('span', {}, label), el('select', {name: name, onchange: (e) => change(name, e.target.value)},
        el('option', {value: ''}, 'any'), options));
  }

  const kOrders = {
    given: (a, b) => a.index - b.index,
    newest: (a, b) => b.date.localeCompare(a.date) || a.index - b.index,
    oldest: (a, b) => a.date.localeCompare(b.date) || a.index - b.index,
    value: (a, b) => b.value - a.value || a.index - b.index
  };

  class List {
    constructor(section, model, shown) {
      this.model = model;
      this.shown = shown;  // called with the outcome that the filter is set to
      this.filter = nothing();
      this.rows = [];
      this.rowsNode = el('div', {class: 'rows'});
      this.status = el('p', {class: 'status', role: 'status'});
      this.chip = el('span', {class: 'special'});
      section.append(el('h2', {id: 'decisions-title'}, 'Decisions'), this.bar(), this.rowsNode);
    }

    bar() {
      const change = (name, value) => this.set({[name]: value});
      const plain = (values) => distinct(values).map((value) => el('option', {value: value}, value));
      let typing = 0;
      this.form = el('form', {class: 'filters', role: 'search', onsubmit: (e) => e.preventDefault()},
          el('label', {class: 'wide'}, el('span', {}, 'search'), el('input', {type: 'search', name: 'text',
            placeholder: 'order, party, code, provision ...', autocomplete: 'off', spellcheck: 'false',
            oninput: (e) => {
              clearTimeout(typing);
              typing = setTimeout(() => change('text', e.target.value.trim()), 120);
            }})),
          select('outcome', 'outcome', plain(licet.OUTCOMES), change),
          select('gate', 'gate', gateOptions(this.model), change),
          select('item', 'item', plain(this.model.decisions.map((d) => d.item)), change),
          select('buyer', 'buyer', plain(this.model.decisions.map((d) => d.buyer)), change),
          el('label', {}, el('span', {}, 'sorted by'), el('select', {name: 'order',
            onchange: (e) => this.sort(e.target.value)},
          [['given', 'order of the file'], ['newest', 'date, newest first'], ['oldest', 'date, oldest first'],
            ['value', 'value, largest first']].map(([v, t]) => el('option', {value: v}, t)))));
      return el('div', {class: 'bar'}, this.form, el('div', {class: 'bar-foot'}, this.status, this.chip,
          this.reset = el('button', {type: 'button', class: 'quiet', onclick: () => this.clear()}, 'clear filters'),
          this.unfold = el('button', {type: 'button', class: 'quiet', onclick: () => this.fold(true)}, 'unfold all shown'),
          el('button', {type: 'button', class: 'quiet', onclick: () => this.fold(false)}, 'fold all')));
    }

    // Rows appear in slices, so that a long list never freezes the page. done() follows the last one.
    draw(done) {
      const decisions = this.model.decisions;
      const slice = (from) => {
        const fragment = document.createDocumentFragment();
        for (const decision of decisions.slice(from, from + kAtOnce)) {
          const row = licet.decision(decision);
          row.hidden = !matches(this.filter, decision);
          this.rows[decision.index] = row;
          fragment.append(row);
        }
        this.rowsNode.append(fragment);
        if (from + kAtOnce < decisions.length) setTimeout(() => slice(from + kAtOnce), 0);
        else done();
      };
      this.apply();
      slice(0);
    }

    set(change) {
      Object.assign(this.filter, change);
      for (const name of ['text', 'outcome', 'gate', 'item', 'buyer']) {
        const input = this.form.elements[name];
        if (document.activeElement !== input) input.value = this.filter[name];
      }
      this.apply();
    }

    clear() {
      this.form.elements.text.value = '';
      this.filter = nothing();
      this.set({});
    }

    only(label, test) {
      this.clear();
      this.set({special: {label: label, test: test}});
      document.getElementById('decisions').scrollIntoView({behavior: 'instant'});
    }

    apply() {
      let count = 0;
      for (const decision of this.model.decisions) {
        const shown = matches(this.filter, decision);
        count += shown ? 1 : 0;
        const row = this.rows[decision.index];
        if (row) row.hidden = !shown;
      }
      const total = this.model.decisions.length;
      this.status.textContent = count === total ? 'All ' + licet.plural(total, 'decision') :
        licet.number(String(count)) + ' of ' + licet.plural(total, 'decision');
      this.reset.hidden = count === total && !this.filter.special;
      this.unfold.hidden = count > kUnfoldMost || count === 0;
      this.chip.replaceChildren();
      if (this.filter.special) {
        this.chip.append(el('button', {type: 'button', class: 'chip-button', title: 'take this filter away',
          onclick: () => this.set({special: null})}, this.filter.special.label, ' \u00d7'));
      }
      this.shown(this.filter.outcome);
    }

    sort(name) {
      const sorted = this.model.decisions.slice().sort(kOrders[name] || kOrders.given);
      this.rowsNode.append(...sorted.map((d) => this.rows[d.index]).filter(Boolean));
    }

    fold(open) {
      for (const row of this.rows) if (row && !row.hidden) row.open = open;
    }

    // Unfolds one decision and brings it into view, whatever the filter was.
    show(decision) {
      if (!matches(this.filter, decision)) this.clear();
      const row = this.rows[decision.index];
      if (!row) return;
      row.open = true;
      // Rows far away have only guessed heights; the second time, those on the way have real ones.
      const bring = () => row.scrollIntoView({block: 'start', behavior: 'instant'});
      bring();
      requestAnimationFrame(bring);
      row.querySelector('summary').focus({preventScroll: true});
      row.classList.add('found');
      setTimeout(() => row.classList.remove('found'), 1800);
    }
  }

  return List;
})();
