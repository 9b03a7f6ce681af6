/* pdca: what a browser adds. Every page is complete without it. */
(function () {
  'use strict';
  var doc = document, root = doc.documentElement;
  root.classList.add('js');
  function all(selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); }

  /* <table data-sortable>: heads with data-k="t" (text) or "n" (number) sort; a cell's data-v stands for its text. Rows in a <noscript> behind
     the table are mere text to a browser that runs scripts: they become elements when they are shown, so many rows cost little. */
  var CHUNK = 100, maker = doc.createElement('template'), entity = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  function plain(html) { return html.replace(/<[^>]*>/g, '').replace(/&(#?\w+);/g, function (all, name) { return entity[name] || all; }); }
  function value(row, column) {
    var cell;
    if (row.tr) {
      cell = row.tr.cells[column];
      return !cell ? '' : cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim();
    }
    row.cells = row.cells || row.html.match(/<td[^]*?<\/td>/g);
    cell = row.cells[column] || '';
    var v = /^<td[^>]* data-v="([^"]*)"/.exec(cell);
    return plain(v ? v[1] : cell).trim();
  }
  function data(row, name) {
    if (row.tr) return row.tr.dataset[name];
    var v = new RegExp('^<tr[^>]* data-' + name + '="([^"]*)"').exec(row.html);
    return v ? plain(v[1]) : undefined;
  }
  function Register(table) {
    var me = this, body = table.tBodies[0], rest = table.nextElementSibling, heads = all('thead th', table), compare = new Intl.Collator(root.lang).compare;
    me.rows = all('tr', body).map(function (tr) { return { tr: tr }; });
    if (rest && rest.localName === 'noscript') (rest.textContent.match(/<tr[ >][^]*?<\/tr>/g) || []).forEach(function (html) { me.rows.push({ html: html }); });
    me.order = me.list = me.rows;
    me.shown = me.rows.length;
    me.wanted = function () { return true; };
    me.more = function (n) {
      var next = me.list.slice(me.shown, me.shown + n), fresh = next.filter(function (r) { return !r.tr; });
      maker.innerHTML = fresh.map(function (r) { return r.html; }).join('');
      all('tr', maker.content).forEach(function (tr, i) { fresh[i].tr = tr; });
      next.forEach(function (r) { body.appendChild(r.tr); });
      me.shown += next.length;
      if (me.button) me.button.hidden = me.shown >= me.list.length;
    };
    me.show = function () {
      me.list = me.order.filter(me.wanted);
      var now = Math.min(me.list.length, CHUNK);
      me.shown = 0;
      if (body.rows.length !== now || me.list.slice(0, now).some(function (r, i) { return r.tr !== body.rows[i]; })) {
        body.textContent = '';
        me.more(CHUNK);
      } else {
        me.shown = now;
        me.more(0);
      }
    };
    me.find = function (id) {
      me.list.some(function (r, i) {
        if (r.tr ? r.tr.id !== id : r.html.indexOf('<tr id="' + id + '"')) return false;
        me.more(Math.max(0, i + 1 - me.shown));
        r.tr.scrollIntoView();
        return true;
      });
    };
    heads.forEach(function (th, column) {
      if (!th.dataset.k) return;
      var button = doc.createElement('button'), number = th.dataset.k === 'n';
      button.type = 'button';
      while (th.firstChild) button.appendChild(th.firstChild);
      th.appendChild(button);
      button.addEventListener('click', function () {
        var down = th.getAttribute('aria-sort') === 'ascending', rank = new Map();
        heads.forEach(function (h) { h.removeAttribute('aria-sort'); });
        th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        var keys = me.rows.map(function (r) { var v = value(r, column); return number ? parseFloat(v) : v; });
        Array.from(new Set(keys)).sort(number ? function (a, b) { return a - b; } : compare).forEach(function (key, i) { rank.set(key, i); });
        me.rows.forEach(function (r, i) {
          r.i = i;
          r.none = keys[i] === '' || keys[i] !== keys[i];
          r.rank = (down ? -1 : 1) * rank.get(keys[i]);
        });
        me.order = me.rows.slice().sort(function (a, b) { return a.none - b.none || (!a.none && a.rank - b.rank) || a.i - b.i; }); /* empty cells last, either way */
        me.show();
      });
    });
    if (me.rows.length <= CHUNK) return;
    me.button = doc.createElement('button');
    me.button.className = 'btn more';
    me.button.textContent = table.dataset.more;
    table.parentNode.insertBefore(me.button, rest.nextSibling);
    me.button.addEventListener('click', function () { me.more(CHUNK); });
    if (window.IntersectionObserver) new IntersectionObserver(function (seen) { if (seen[0].isIntersecting) me.more(CHUNK); }, { rootMargin: '600px' }).observe(me.button);
    window.addEventListener('beforeprint', function () { me.more(me.list.length); });
    window.addEventListener('afterprint', me.show);
    me.show();
  }
  var register;
  all('table[data-sortable]').forEach(function (table) { register = new Register(table); });

  /* <form id="filters"> over the register: tabs by the words of a row's data-t, selects by data-<name>, q by text.
     The view stands in the address (#s=over&o=…), so that it can be linked. */
  var form = doc.getElementById('filters');
  if (form && register) {
    var tabs = all('.tabs button', form), q = form.elements.q, selects = all('select', form), count = doc.getElementById('count'), empty = doc.getElementById('empty');
    var first = tabs.length ? tabs[0].value : 'all', state = first;
    var apply = function () {
      var needle = q ? q.value.trim().toLowerCase() : '', chosen = selects.filter(function (s) { return s.value; });
      register.wanted = function (r) {
        if (state !== 'all' && (' ' + data(r, 't') + ' ').indexOf(' ' + state + ' ') < 0) return false;
        if (!chosen.every(function (s) { return data(r, s.name) === s.value; })) return false;
        if (!needle) return true;
        r.text = r.text || (r.tr ? r.tr.textContent : plain(r.html)).toLowerCase();
        return r.text.indexOf(needle) >= 0;
      };
      register.show();
      tabs.forEach(function (t) { t.setAttribute('aria-pressed', t.value === state); });
      if (count) count.textContent = count.dataset.f.replace('%n', register.list.length).replace('%t', register.rows.length);
      if (empty) empty.hidden = register.list.length > 0;
    };
    var save = function () {
      var parts = state === first ? [] : ['s=' + state];
      selects.concat(q || []).forEach(function (el) { if (el.value) parts.push(el.name + '=' + encodeURIComponent(el.value)); });
      try { history.replaceState(null, '', '#' + parts.join('&')); } catch (e) { /* some browsers refuse it on file: */ }
      apply();
    };
    var read = function () {
      var hash = location.hash.slice(1), row = hash.indexOf('=') < 0 && hash;
      state = row ? 'all' : first;
      hash.split('&').forEach(function (pair) {
        var at = pair.indexOf('='), name = pair.slice(0, at), v = pair.slice(at + 1);
        try { v = decodeURIComponent(v); } catch (e) { return; }
        if (at < 1) return;
        if (name === 's') { if (v === 'all' || tabs.some(function (t) { return t.value === v; })) state = v; }
        else if (form.elements[name]) form.elements[name].value = v;
      });
      apply();
      if (row) register.find(row);
    };
    tabs.forEach(function (t) { t.addEventListener('click', function () { state = t.value; save(); }); });
    selects.concat(q || []).forEach(function (el) { el.addEventListener('input', save); });
    form.addEventListener('submit', function (e) { e.preventDefault(); });
    window.addEventListener('hashchange', read);
    read();
  }

  /* contents rail: the section in view */
  var links = all('.rail a[href^="#"]');
  if (links.length && window.IntersectionObserver) {
    var observer = new IntersectionObserver(function (seen) {
      seen.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        links.forEach(function (a) {
          if (a.hash.slice(1) === entry.target.id) a.setAttribute('aria-current', 'true');
          else a.removeAttribute('aria-current');
        });
      });
    }, { rootMargin: '-10% 0px -75% 0px' });
    links.forEach(function (a) {
      var section = doc.getElementById(a.hash.slice(1));
      if (section) observer.observe(section);
    });
  }

  all('[data-print]').forEach(function (b) { b.addEventListener('click', function () { window.print(); }); });
})();
