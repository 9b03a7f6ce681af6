// SPDX-License-Identifier: GPL-3.0-or-later
// node test.mjs SITE SCREENS: every kind of page, zh and en, light and dark, 1280 and 390 px, printed.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';

const [site, screens] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const modes = [
  { name: '1280', width: 1280, scheme: 'light' }, { name: '1280-dark', width: 1280, scheme: 'dark' },
  { name: '390', width: 390, scheme: 'light' }, { name: '390-dark', width: 390, scheme: 'dark' },
];
let passed = 0, failed = 0;
function check(ok, text) {
  if (ok) passed++;
  else { failed++; console.log('not ok  ' + text); }
}

// One page of each kind: all that have no id in their name, and the first of those that have.
const seen = new Set();
const kinds = fs.readdirSync(site).filter(f => f.endsWith('.html')).sort().filter(f => {
  const kind = f.replace(/^(P|M)-.*/, '$1').replace(/^(kpi|report)-.*/, '$1');
  return !seen.has(kind) && seen.add(kind);
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

async function open(file, options, script = true) {
  const context = await browser.newContext({ viewport: { width: options.width, height: 800 }, colorScheme: options.scheme, javaScriptEnabled: script, bypassCSP: script });
  const page = await context.newPage(), wrong = [];
  page.on('console', m => { if (m.type() === 'error') wrong.push('console: ' + m.text()); });
  page.on('pageerror', e => wrong.push('error: ' + e.message));
  page.on('requestfailed', r => wrong.push('failed: ' + r.url()));
  page.on('request', r => { if (!r.url().startsWith('file:') && !r.url().startsWith('data:')) wrong.push('request: ' + r.url()); });
  await page.goto('file://' + path.join(site, file));
  return { context, page, wrong };
}

for (const lang of ['', 'en/'])
  for (const file of kinds)
    for (const mode of modes) {
      const name = lang + file, where = name + ' ' + mode.name;
      const { context, page, wrong } = await open(name, mode);
      check(wrong.length === 0, where + ' ' + wrong.join('; '));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(over <= 0, `${where} scrolls sideways by ${over} px`);
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      check(found.violations.length === 0, where + ' ' + found.violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].any.map(a => a.message).join(' ').slice(0, 160)}`).join(' | '));
      await page.screenshot({ path: path.join(screens, `${name.replace(/[\/]/g, '_')}-${mode.name}.png`.replace('.html', '')), fullPage: true });
      await context.close();
    }

// 360 px, and without script: all of the text is there.
for (const file of kinds) {
  const { context, page } = await open(file, { width: 360, scheme: 'light' }, false);
  const state = await page.evaluate(() => ({ over: document.documentElement.scrollWidth - innerWidth, rows: [...document.querySelectorAll('#register tbody tr')].filter(r => !r.offsetParent && getComputedStyle(r).display === 'none').length, text: document.querySelector('main').innerText.length }));
  check(state.over <= 0, `${file} 360 px scrolls sideways by ${state.over} px`);
  check(state.rows === 0 && state.text > 20, `${file} without script hides rows`);
  await context.close();
}

// Registers: sorting, filtering, the view in the address.
for (const file of ['actions.html', 'problems.html']) {
  const { context, page, wrong } = await open(file, modes[0]);
  const shown = () => page.locator('#register tbody tr:visible').count();
  const all = await page.locator('#register tbody tr').count();
  await page.locator('.tabs button[value=all]').click();
  check(await shown() === all, file + ': "all" shows every row');
  const id = (await page.locator('#register tbody tr').first().innerText()).match(/[AP]-\d{4}-\d+/)[0];
  await page.locator('#filters input[name=q]').fill(id.toLowerCase());
  check(await shown() === 1, file + ': search by id leaves one row');
  check((await page.evaluate(() => location.hash)).includes('q=' + id.toLowerCase()), file + ': the search stands in the address');
  await page.locator('#filters input[name=q]').fill('no such thing');
  check(await shown() === 0 && await page.locator('#empty').isVisible(), file + ': an empty result is said');
  await page.locator('#filters input[name=q]').fill('');
  const heads = page.locator('#register thead th[data-k] button');
  for (let i = 0; i < await heads.count(); i++) {
    await heads.nth(i).click();
    check(await page.locator('#register thead th[aria-sort=ascending]').count() === 1, file + ': a sorted column says so');
  }
  await heads.nth(0).click();
  await heads.nth(0).click();
  check(await page.locator('#register thead th[aria-sort=descending]').count() === 1, file + ': a second click turns the order');
  check(await shown() === all, file + ': sorting keeps all rows');
  check(wrong.length === 0, file + ' ' + wrong.join('; '));
  await context.close();
  const linked = await open(file + '#s=all&q=' + id, modes[0]);
  check(await linked.page.locator('#register tbody tr:visible').count() === 1, file + ': a linked view opens filtered');
  await linked.context.close();
}

// Keyboard: the first stop is the skip link, and it leads to the text.
{
  const { context, page } = await open('index.html', modes[0]);
  await page.keyboard.press('Tab');
  check(await page.evaluate(() => document.activeElement.className) === 'skip', 'the first stop is the skip link');
  await context.close();
}

// Print: A4, the register across.
for (const file of kinds) {
  const { context, page } = await open(file, modes[0]);
  const pdf = await page.pdf({ preferCSSPageSize: true, path: path.join(screens, file.replace('.html', '.pdf')) });
  const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(m => [Math.round(m[1]), Math.round(m[2])]);
  const across = file === 'actions.html';
  check(boxes.length > 0 && boxes.every(([w, h]) => across ? w > h : h > w), `${file} prints on A4 ${across ? 'landscape' : 'portrait'}: ${JSON.stringify(boxes.slice(0, 2))}`);
  await context.close();
}
await browser.close();

// HTML as the standard wants it; the pages are written as XML too, so empty elements end in "/>".
const validate = new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'void-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off', 'no-inline-style': 'error', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'doctype-style': 'off', 'no-redundant-role': 'off', 'prefer-native-element': 'off', 'text-content': 'off' } });
for (const lang of ['', 'en/'])
  for (const file of kinds) {
    const report = await validate.validateFile(path.join(site, lang + file));
    check(report.valid, `${lang + file} html-validate: ` + report.results.flatMap(r => r.messages).slice(0, 4).map(m => `${m.line} ${m.ruleId} ${m.message}`).join('; '));
  }
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
