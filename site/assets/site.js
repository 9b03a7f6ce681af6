/* pdca: what a browser adds. Every page is complete without it. */
(function () {
  'use strict';
  var doc = document, root = doc.documentElement;
  root.classList.add('js');
  function all(selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); }

  /* <table data-sortable>: heads with data-k="t" (text) or "n" (number) sort; a cell's data-v stands for its text */
  all('table[data-sortable]').forEach(function (table) {
    var heads = all('thead th', table), collator = new Intl.Collator(root.lang);
    heads.forEach(function (th, column) {
      if (!th.dataset.k) return;
      var button = doc.createElement('button');
      button.type = 'button';
      while (th.firstChild) button.appendChild(th.firstChild);
      th.appendChild(button);
      button.addEventListener('click', function () {
        var down = th.getAttribute('aria-sort') === 'ascending', number = th.dataset.k === 'n', body = table.tBodies[0];
        heads.forEach(function (h) { h.removeAttribute('aria-sort'); });
        th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        var rows = Array.prototype.map.call(body.rows, function (tr, i) {
          var cell = tr.cells[column], text = !cell ? '' : cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim();
          var value = number ? parseFloat(text) : text;
          return { tr: tr, i: i, v: value, none: number ? value !== value : value === '' };
        });
        rows.sort(function (a, b) {
          if (a.none || b.none) return a.none - b.none || a.i - b.i; /* empty cells last, either way */
          var d = number ? a.v - b.v : collator.compare(a.v, b.v);
          return (down ? -d : d) || a.i - b.i;
        });
        var fragment = doc.createDocumentFragment();
        rows.forEach(function (r) { fragment.appendChild(r.tr); });
        body.appendChild(fragment);
      });
    });
  });

  /* <form id="filters"> over <table id="register">: tabs by the words of a row's data-t, selects by data-<name>, q by text.
     The view stands in the address (#s=over&o=…), so that it can be linked. */
  var form = doc.getElementById('filters'), register = doc.getElementById('register');
  if (form && register) {
    var rows = all('tbody tr', register), text = null, tabs = all('.tabs button', form);
    var q = form.elements.q, selects = all('select', form), count = doc.getElementById('count'), empty = doc.getElementById('empty');
    var first = tabs.length ? tabs[0].value : 'all', state = first;
    var apply = function () {
      var n = 0, needle = q ? q.value.trim().toLowerCase() : '';
      if (needle && !text) text = rows.map(function (r) { return r.textContent.toLowerCase(); });
      rows.forEach(function (r, i) {
        var ok = (state === 'all' || (' ' + r.dataset.t + ' ').indexOf(' ' + state + ' ') >= 0) &&
          selects.every(function (s) { return !s.value || r.dataset[s.name] === s.value; }) &&
          (!needle || text[i].indexOf(needle) >= 0);
        if (r.hidden === ok) r.hidden = !ok;
        if (ok) n++;
      });
      tabs.forEach(function (t) { t.setAttribute('aria-pressed', t.value === state); });
      if (count) count.textContent = count.dataset.f.replace('%n', n).replace('%t', rows.length);
      if (empty) empty.hidden = n > 0;
    };
    var save = function () {
      var parts = state === first ? [] : ['s=' + state];
      selects.concat(q || []).forEach(function (el) { if (el.value) parts.push(el.name + '=' + encodeURIComponent(el.value)); });
      try { history.replaceState(null, '', '#' + parts.join('&')); } catch (e) { /* some browsers refuse it on file: */ }
      apply();
    };
    var read = function () {
      state = first;
      location.hash.slice(1).split('&').forEach(function (pair) {
        var at = pair.indexOf('='), name = pair.slice(0, at), value = pair.slice(at + 1);
        try { value = decodeURIComponent(value); } catch (e) { return; }
        if (at < 1) return;
        if (name === 's') { if (value === 'all' || tabs.some(function (t) { return t.value === value; })) state = value; }
        else if (form.elements[name]) form.elements[name].value = value;
      });
      apply();
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
