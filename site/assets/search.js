/* pdca: search over the files that src/site/search.c writes. They are scripts, because a page that was opened from disk may load nothing else;
   src/site/search_index.h says how they are made. */
(function () {
  'use strict';
  var doc = document, page = doc.getElementById('search');
  if (!page) return;
  var base = doc.currentScript.src.replace(/[^/]*$/, 'search/'), english = /^en/.test(doc.documentElement.lang) ? 1 : 0;
  var form = doc.getElementById('find'), input = form.elements.q, list = doc.getElementById('results'), count = doc.getElementById('count');
  var more = doc.getElementById('more'), empty = doc.getElementById('empty'), lists = doc.getElementById('lists');
  var tabs = Array.prototype.slice.call(form.querySelectorAll('.tabs button')), chips = doc.getElementById('chips').content;
  var PAGE = 20, TOKENS = 8, LETTER = /[\p{L}\p{M}\p{N}]/u, DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$()*+-.:;~';
  var kind = 'all', index, hits = [], marks = [], shown = 0, asked = 0;

  /* ---- files: index.js, N.js (terms), dN.js (documents); each says pdcaSearch(kind, N, data) */
  var files = {}, loads = {};
  window.pdcaSearch = function (what, n, data) { files[what + n] = data; };
  function load(what, n) {
    var key = what + n;
    return loads[key] || (loads[key] = new Promise(function (resolve) {
      var script = doc.createElement('script');
      script.onload = script.onerror = function () { script.remove(); resolve(files[key]); };
      script.src = base + (what === 'index' ? 'index' : what === 'd' ? key : n) + '.js';
      doc.head.appendChild(script);
    }));
  }

  /* ---- the question as terms: one token is a list of terms of which a document needs one */
  function fold(text) {
    return text.normalize('NFC').replace(/[\uff01-\uff5e]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); }).toLowerCase();
  }
  function hash(key) {
    var h = 2166136261;
    Array.from(key).forEach(function (c) { h = Math.imul(h ^ c.codePointAt(0), 16777619); });
    return ((h ^ h >>> 15) & (index.shards - 1)) >>> 0;
  }
  function runs(text) { /* [[is wide, characters], …] */
    var found = [], last = null;
    Array.from(text).forEach(function (c) {
      var wide = c.codePointAt(0) >= 0x2e80;
      if (!LETTER.test(c)) { last = null; return; }
      if (!last || last[0] !== wide) found.push(last = [wide, []]);
      last[1].push(c);
    });
    return found;
  }
  function words(text) {
    var tokens = [];
    runs(text).forEach(function (run) {
      var c = run[1].slice(0, 32), word = c.join('');
      if (run[0] && c.length === 1) tokens.push({ file: word, term: word });
      else if (run[0]) for (var i = 1; i < c.length; i++) tokens.push({ file: c[i - 1] + c[i], term: c[i - 1] + c[i] });
      else if (c.length < 4) tokens.push({ file: '^' + word, term: '^' + word });
      else tokens.push({ file: c.slice(0, 4).join(''), prefix: word });
    });
    if (tokens.length <= TOKENS) return tokens;
    return tokens.filter(function (t, i) { return Math.floor(i * TOKENS / tokens.length) !== Math.floor((i - 1) * TOKENS / tokens.length); });
  }
  /* An id as it is written, without hyphens, without its letter, or without its last two digits. */
  function ids(text) {
    var id = text.replace(/[\s-]/g, '');
    if (/^\d{4}-\d{3,}$/.test(text.trim())) return ['p' + id, 'a' + id];
    if (/^[a-z]{1,3}\d{3,}$/.test(id) || /^[a-z]+(_[a-z]+)+$/.test(id)) return [id.replace(/_/g, '')];
    return [];
  }
  function idTokens(id) {
    return [2, 1, 0].map(function (cut) { return { file: '#' + id.slice(0, id.length - cut), prefix: '#' + id, exact: '#' + id }; });
  }

  /* ---- which documents have a term */
  function each(text, value, weights) {
    var i = 0, n, doc = -1, shift = 0, v = 0;
    function digit() { return DIGITS.indexOf(text[i++]); }
    function number() {
      for (v = shift = 0; (n = digit()) >= 32; shift += 5) v += (n & 31) << shift;
      return v + (n << shift);
    }
    if (text[0] === '=') {
      i = 1;
      for (doc = number() * 6; i < text.length; doc += 6)
        for (n = digit(), v = 0; v < 6; v++) if (n >> v & 1 && weights[doc + v] < value) weights[doc + v] = value;
      return;
    }
    while (i < text.length) {
      doc += number() + 1;
      if (weights[doc] < value) weights[doc] = value;
    }
  }
  function weigh(token, terms, weights) {
    function add(term) {
      var two = terms[term].split(','), exact = term === token.exact ? 4 : 0;
      each(two[0], exact + 2, weights);
      each(two[1], exact + 1, weights);
    }
    if (token.prefix) Object.keys(terms).forEach(function (term) { if (term.slice(0, token.prefix.length) === token.prefix) add(term); });
    else if (Object.prototype.hasOwnProperty.call(terms, token.term)) add(token.term);
  }
  function total() {
    var last = index.kinds[index.kinds.length - 1];
    return last[1] + last[2] + 6;
  }
  function loadTerms(tokens) {
    return Promise.all(tokens.map(function (t) { return load('t', hash(t.file)).then(function (terms) { return terms || {}; }); }));
  }
  /* By how often the title has what was asked for; then problems, actions …; then the newest. */
  function rank(scores) {
    var found = [];
    index.kinds.forEach(function (k, at) {
      for (var d = k[1] + k[2] - 1; d >= k[1]; d--) if (scores[d]) found.push({ doc: d, score: scores[d], kind: k[0], at: at });
    });
    return found.sort(function (a, b) { return b.score - a.score || a.at - b.at || b.doc - a.doc; });
  }
  function findIds(text) {
    var tokens = ids(text).map(idTokens).reduce(function (a, b) { return a.concat(b); }, []);
    return loadTerms(tokens).then(function (files) {
      var scores = new Uint16Array(total());
      tokens.forEach(function (t, i) { weigh(t, files[i], scores); });
      return rank(scores);
    });
  }
  function findWords(text) {
    var tokens = words(text);
    return loadTerms(tokens).then(function (files) {
      var scores = null;
      tokens.forEach(function (t, i) {
        var weights = new Uint8Array(total());
        weigh(t, files[i], weights);
        scores = scores ? scores.map(function (s, d) { return s && weights[d] ? s + weights[d] : 0; }) : Uint16Array.from(weights);
      });
      return scores ? rank(scores) : [];
    });
  }

  /* ---- what is shown */
  function put(parent, name, className, text) {
    var el = doc.createElement(name);
    if (className) el.className = className;
    if (text) el.appendChild(doc.createTextNode(text));
    return parent.appendChild(el);
  }
  function putMarked(parent, text) {
    var at = Array.from(text), folded = at.map(function (c) { var f = fold(c); return f.length === c.length ? f : c; }).join(''), hot = new Uint8Array(text.length);
    marks.forEach(function (m) {
      for (var i = folded.indexOf(m); i >= 0; i = folded.indexOf(m, i + 1))
        if (m.codePointAt(0) >= 0x2e80 || !i || !LETTER.test(folded[i - 1]) || folded.charCodeAt(i - 1) >= 0x2e80) hot.fill(1, i, i + m.length);
    });
    for (var from = 0, i = 1; i <= text.length; i++)
      if (i === text.length || hot[i] !== hot[from]) {
        put(parent, hot[from] ? 'mark' : 'span', '', text.slice(from, i));
        from = i;
      }
  }
  function said(text) { return Array.isArray(text) ? text[english] : text; }
  function result(hit, entry) {
    var li = put(list, 'li'), head = put(li, 'p', 'hit'), tab = tabs.filter(function (t) { return t.value === hit.kind; })[0];
    put(head, 'span', 'kind', tab ? tab.firstChild.data.trim() : hit.kind);
    var link = put(head, 'a');
    link.href = entry[4] || entry[1] + '.html';
    putMarked(link, said(entry[0]) || entry[1]);
    if (entry[1]) putMarked(put(head, 'span', 'id'), entry[1]);
    var chip = entry[2] && chips.querySelector('[data-k="' + entry[2] + '"]');
    if (chip) head.appendChild(chip.cloneNode(true));
    [said(entry[5]), said(entry[3])].forEach(function (text) { if (text) putMarked(put(li, 'p', 'small muted'), text); });
  }
  function wanted() { return hits.filter(function (h) { return kind === 'all' || h.kind === kind; }); }
  function show(from) {
    var all = wanted(), ask = asked, next = all.slice(from, from + PAGE);
    return Promise.all(next.map(function (h) { return load('d', Math.floor(h.doc / index.block)); })).then(function (blocks) {
      if (ask !== asked) return;
      if (!from) list.textContent = '';
      var first = list.children.length;
      next.forEach(function (h, i) { var entry = blocks[i] && blocks[i][h.doc % index.block]; if (entry) result(h, entry); });
      shown = from + next.length;
      more.hidden = shown >= all.length;
      empty.hidden = lists.hidden = all.length > 0;
      list.hidden = all.length === 0;
      count.textContent = count.dataset.f.replace('%n', all.length);
      tabs.forEach(function (t) {
        t.setAttribute('aria-pressed', t.value === kind);
        var n = hits.filter(function (h) { return t.value === 'all' || h.kind === t.value; }).length;
        t.lastElementChild.textContent = n;
        t.hidden = !n && t.value !== 'all' && t.value !== kind;
      });
      if (from && list.children[first]) list.children[first].querySelector('a').focus();
    });
  }
  function clear() {
    hits = [];
    list.textContent = count.textContent = '';
    list.hidden = more.hidden = empty.hidden = true;
    lists.hidden = false;
    tabs.forEach(function (t) { t.hidden = false; t.lastElementChild.textContent = ''; t.setAttribute('aria-pressed', t.value === kind); });
  }
  function search() {
    var text = fold(input.value), ask = ++asked;
    marks = runs(text).map(function (r) { return r[1].join(''); });
    if (!marks.length) { clear(); return; }
    runs(text).forEach(function (r) { if (r[0]) for (var i = 1; i < r[1].length; i++) marks.push(r[1][i - 1] + r[1][i]); });
    load('index', 0).then(function (data) {
      index = data;
      if (!index) throw new Error('search/index.js');
      return findIds(text);
    }).then(function (found) {
      if (found.length) marks = [text.trim()];
      return found.length ? found : findWords(text);
    }).then(function (found) {
      if (ask !== asked) return;
      hits = found;
      return show(0);
    }).catch(function (e) { count.textContent = page.dataset.broken + ' ' + e.message; });
  }

  /* ---- the question stands in the address: #q=…&k=action */
  function read() {
    var parts = new URLSearchParams(location.hash.slice(1));
    input.value = parts.get('q') || '';
    kind = tabs.some(function (t) { return t.value === parts.get('k'); }) ? parts.get('k') : 'all';
    search();
  }
  function save() {
    var parts = new URLSearchParams();
    if (input.value) parts.set('q', input.value);
    if (kind !== 'all') parts.set('k', kind);
    try { history.replaceState(null, '', '#' + parts); } catch (e) { /* some browsers refuse it on file: */ }
  }
  var timer;
  input.addEventListener('input', function () {
    clearTimeout(timer);
    timer = setTimeout(function () { save(); search(); }, 120);
  });
  tabs.forEach(function (t) { t.addEventListener('click', function () { kind = t.value; save(); if (hits.length) show(0); else search(); }); });
  more.addEventListener('click', function () { show(shown); });
  form.addEventListener('submit', function (e) { e.preventDefault(); clearTimeout(timer); save(); search(); });
  window.addEventListener('hashchange', read);
  read();
})();
