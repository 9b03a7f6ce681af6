// SPDX-License-Identifier: GPL-3.0-or-later
// node test.mjs SITE SCREENS WORDY: every kind of page, zh and en, light and dark, 1280 and 390 px, printed.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';
import { sorting, filtering, long } from './register.mjs';
import { searching } from './search.mjs';
import { handedOver } from './handover.mjs';

const [site, screens, wordy] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const modes = [
  { name: '1280', width: 1280, scheme: 'light' }, { name: '1280-dark', width: 1280, scheme: 'dark' },
  { name: '390', width: 390, scheme: 'light' }, { name: '390-dark', width: 390, scheme: 'dark' },
];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let passed = 0, failed = 0;
function check(ok, text) {
  if (ok) passed++;
  else { failed++; console.log('not ok  ' + text); }
}

// One page of each kind: all that have no id in their name, and the first of those that have; of problems an open one too.
const files = fs.readdirSync(site).filter(f => f.endsWith('.html')).sort();
const seen = new Set();
const kinds = files.filter(f => {
  const kind = f.replace(/^(P|M)-.*/, '$1').replace(/^(kpi|report)-.*/, '$1');
  return !seen.has(kind) && seen.add(kind);
});
const problems = files.filter(f => f.startsWith('P-'));
kinds.push(...problems.slice(1).filter(f => fs.readFileSync(path.join(site, f), 'utf8').includes('chip over')).slice(0, 1), 'report-2024-05.html');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext(), page = await context.newPage();
let wrong = [], read = new Set();
page.on('console', m => { if (m.type() === 'error') wrong.push('console: ' + m.text()); });
page.on('pageerror', e => wrong.push('error: ' + e.message));
page.on('requestfailed', r => { if (r.failure().errorText !== 'net::ERR_ABORTED') wrong.push('failed: ' + r.url()); }); // aborted: the page was left first
page.on('request', r => { read.add(r.url()); });
page.on('request', r => { if (!r.url().startsWith('file://' + site) && !/^(data|about):/.test(r.url())) wrong.push('request: ' + r.url()); });
function quiet(where) {
  check(wrong.length === 0, where + ' ' + wrong.join('; '));
  wrong = [];
}
async function open(file, mode) {
  await page.emulateMedia({ colorScheme: mode.scheme });
  await page.setViewportSize({ width: mode.width, height: 800 });
  await page.goto('file://' + path.join(site, file));
}

// What is wider than the box that it stands in, a drawing without words, a chart without its figures (beside it, or the page's monthly table).
const look = () => {
  const wide = [...document.querySelectorAll('main section, main article, main table, main figure, main .wrap')].filter(e => e.clientWidth > 0 && !e.closest('.scroll') && e.scrollWidth > e.clientWidth + 1);
  const mute = [...document.querySelectorAll('main svg')].filter(s => s.getAttribute('aria-hidden') !== 'true' && !(s.getAttribute('role') === 'img' && s.querySelector(':scope>title')?.textContent && s.querySelector(':scope>desc')?.textContent));
  const bare = [...document.querySelectorAll('main figure')].filter(f => f.querySelector('svg.chart:not(.spark)') && !f.querySelector('table') && !document.querySelector('main table.mt'));
  const name = e => `${e.tagName}.${e.getAttribute('class') ?? e.id}`;
  return { over: document.scrollingElement.scrollWidth - innerWidth, wide: wide.map(name), mute: mute.map(name), bare: bare.map(name) };
};

for (const lang of ['', 'en/'])
  for (const file of kinds)
    for (const mode of modes) {
      const where = `${lang + file} ${mode.name}`;
      read.clear();
      await open(lang + file, mode);
      const weight = [...read].filter(u => /\.(css|js)$/.test(u)).reduce((n, u) => n + fs.statSync(decodeURIComponent(new URL(u).pathname)).size, 0);
      check(weight <= 40960, `${where} has style and script of ${weight} bytes`);
      const seen = await page.evaluate(look);
      check(seen.over <= 0, `${where} scrolls sideways by ${seen.over} px`);
      check(seen.wide.length === 0, `${where} is wider than its place: ${seen.wide.slice(0, 4)}`);
      check(seen.mute.length === 0, `${where} has drawings without title and description: ${seen.mute.slice(0, 4)}`);
      check(seen.bare.length === 0, `${where} has charts without a data table: ${seen.bare.length}`);
      await page.evaluate(axe);
      const found = await page.evaluate(runOnly => axe.run(document, { preload: false, resultTypes: ['violations'], runOnly }), rules);
      check(found.violations.length === 0, where + ' ' + found.violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].any.map(a => a.message).join(' ').slice(0, 160)}`).join(' | '));
      quiet(where);
      await page.screenshot({ path: path.join(screens, `${lang.replace('/', '_')}${file.replace('.html', '')}-${mode.name}.png`), fullPage: true });
    }

// Every link within the site leads to a file, and to a place in it.
const ids = new Map();
const idsOf = file => ids.get(file) ?? ids.set(file, new Set([...fs.readFileSync(file, 'utf8').matchAll(/ id="([^"]*)"/g)].map(m => m[1]))).get(file);
for (const lang of ['', 'en/'])
  for (const file of files) {
    const here = path.join(site, lang + file), dead = [];
    for (const [, href] of fs.readFileSync(here, 'utf8').matchAll(/<(?:a|link)\b[^>]* href="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(href)) continue;
      const [name, place] = href.split('#'), target = name ? path.join(path.dirname(here), decodeURIComponent(name)) : here;
      if (!fs.existsSync(target) || (place && !place.includes('=') && !idsOf(target).has(decodeURIComponent(place)))) dead.push(href);
    }
    check(dead.length === 0, `${lang + file} has dead links: ${dead.slice(0, 4)}`);
  }

await open('index.html', modes[0]);
await sorting(page, site, check);
for (const file of ['actions.html', 'problems.html', 'en/actions.html', 'en/problems.html']) await filtering(page, site, file, check);
await long(page, site, check);
quiet('registers');
for (const lang of ['', 'en/']) await searching(page, site, lang, check);
quiet('search');

// Keyboard: the first stop is the skip link, and it leads to the text.
await open('index.html', modes[0]);
await page.keyboard.press('Tab');
check(await page.evaluate(() => document.activeElement.className) === 'skip', 'the first stop is the skip link');

// Print: A4, the register across, as many pages as the content needs.
const pages = { 'actions.html': [1, 2], 'report-2024-05.html': [2, 5], 'problems.html': [1, 1], 'index.html': [1, 2] };
for (const file of kinds) {
  await open(file, modes[0]);
  const pdf = await page.pdf({ preferCSSPageSize: true, path: path.join(screens, file.replace('.html', '.pdf')) });
  const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(m => [Math.round(m[1]), Math.round(m[2])]);
  const a4 = file === 'actions.html' ? [842, 595] : [595, 842], [least, most] = pages[file] ?? [1, 20];
  check(boxes.length >= least && boxes.length <= most, `${file} prints on ${boxes.length} pages, not ${least} to ${most}`);
  check(boxes.every(box => box.every((v, i) => Math.abs(v - a4[i]) <= 1)), `${file} prints on A4 ${a4}: ${JSON.stringify(boxes.slice(0, 2))}`);
}

// 360 px, and without script: all of the text is there.
const plain = await (await browser.newContext({ viewport: { width: 360, height: 800 }, javaScriptEnabled: false })).newPage();
for (const file of kinds) {
  await plain.goto('file://' + path.join(site, file));
  const state = await plain.evaluate(() => ({ over: document.documentElement.scrollWidth - innerWidth, rows: [...document.querySelectorAll('#register tbody tr')].filter(r => getComputedStyle(r).display === 'none').length, text: document.querySelector('main').innerText.length }));
  check(state.over <= 0, `${file} 360 px scrolls sideways by ${state.over} px`);
  check(state.rows === 0 && state.text > 20, `${file} without script hides rows`);
}
// Words of 300 letters in every text: nothing scrolls sideways.
await plain.context().close();
const narrow = await (await browser.newContext({ viewport: { width: 360, height: 800 } })).newPage();
for (const lang of ['', 'en/'])
  for (const file of kinds) {
    await narrow.goto('file://' + path.join(wordy, lang + file));
    const over = await narrow.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    check(over <= 0, `${lang + file} with words of 300 letters scrolls sideways by ${over} px at 360 px`);
  }

// HTML as the standard wants it. Off are rules of style: the pages are written as XML too, so empty elements end in "/>" and
// attributes have values (void-style, attribute-*, doctype-style); titles carry people's texts (long-title); older readers need the role
// of a search form (no-redundant-role, prefer-native-element); a button may have its text from the page (text-content).
const validate = new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'void-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off', 'no-inline-style': 'error', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'doctype-style': 'off', 'no-redundant-role': 'off', 'prefer-native-element': 'off', 'text-content': 'off' } });

// Pages that were handed over as one file.
await handedOver(browser, path.join(site, '../../handed'), { modes, axe, rules, look, check, validate, screens });
await browser.close();

for (const lang of ['', 'en/'])
  for (const file of kinds) {
    const report = await validate.validateFile(path.join(site, lang + file));
    check(report.valid, `${lang + file} html-validate: ` + report.results.flatMap(r => r.messages).slice(0, 4).map(m => `${m.line} ${m.ruleId} ${m.message}`).join('; '));
  }
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
