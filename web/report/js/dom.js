// Elements and text. Everything the data says reaches the page through textContent, never as markup.
'use strict';
const licet = {};

// el('a', {class: 'x', href: u, onclick: f}, child, [children], 'text'). Null children are skipped.
licet.el = function (tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
};

// A link only where the address is a web address; anything else stays text.
licet.link = function (text, url) {
  if (!/^https?:\/\//i.test(url || '')) return licet.el('span', {}, text);
  return licet.el('a', {href: url, target: '_blank', rel: 'noopener noreferrer'}, text);
};

licet.citation = function (cite) {
  const where = cite || {};
  const text = [where.ref, where.doc].filter(Boolean).join(', ');
  return text || where.url ? licet.link(text || where.url, where.url) : null;
};

// Digits are grouped in the string itself, so no figure passes through binary floating point. Only figures,
// ranges and lines such as ">= 4800" are touched; a date or a licence number stays as it is.
licet.number = function (value) {
  if (value === null || value === undefined) return '';
  const text = String(value);
  if (!/^([<>=!]=?\s*)?-?\d+(\.\d+)?(\.\.-?\d+(\.\d+)?)?( \D.*)?$/.test(text)) return text;
  return text.replace(/(^|[^.\w]|\.\.)(\d+)/g,
      (all, before, whole) => before + whole.replace(/\B(?=(\d{3})+$)/g, ','));
};

licet.dollars = (value) => (value === null || value === undefined ? '' : 'US$\u00a0' + licet.number(value));

// For axes and tiles, where the order of magnitude is what matters.
licet.roughly = function (value) {
  const scales = [[1e12, '\u00a0tn'], [1e9, '\u00a0bn'], [1e6, '\u00a0m'], [1e3, '\u00a0k']];
  for (const [size, name] of scales) {
    if (Math.abs(value) >= size) {
      const figure = value / size;
      return (figure >= 100 ? figure.toFixed(0) : figure.toFixed(1).replace(/\.0$/, '')) + name;
    }
  }
  return String(Math.round(value));
};

licet.percent = function (rate) {
  const share = Number(rate);
  return Number.isFinite(share) ? String(parseFloat((share * 100).toFixed(4))) + ' %' : String(rate);
};

licet.words = (name) => String(name || '').replace(/[-_]/g, ' ');

licet.plural = (count, one, many) =>
  licet.number(String(count)) + ' ' + (count === 1 ? one : many || one + 's');

// What the style sheet says a colour is now: light, dark or printing.
licet.colour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

// Any text of the data as part of an id or a fragment.
licet.anchor = (text) => 'order-' + encodeURIComponent(text);

licet.badge = function (tone, text) {
  return licet.el('span', {class: 'badge tone-' + tone},
      licet.el('span', {class: 'mark mark-' + tone, 'aria-hidden': 'true'}), text);
};
