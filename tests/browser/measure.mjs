// SPDX-License-Identifier: GPL-3.0-or-later
// node measure.mjs SITE: what the long lists and the search of a large site cost in Chromium. Times are the main thread's CPU, median of five.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [site] = process.argv.slice(2), RUNS = 5;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'pdca-measure-'));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const median = list => list.sort((a, b) => a - b)[list.length >> 1];
const say = (name, ...figures) => console.log(`${name.padEnd(42)} ${figures.join('   ')}`);

// The same rows and texts as a table of a browser's own making: no style, no script.
async function plain(file) {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto('file://' + path.join(site, file));
  const rows = await page.evaluate(() => [...document.querySelectorAll('table.reg tr')].map(tr => [...tr.cells].map(td => td.textContent.trim())));
  await page.close();
  const escape = s => s.replace(/&/g, '&amp;').replace(/</g, '&lt;'), to = path.join(scratch, file);
  fs.writeFileSync(to, `<!DOCTYPE html><html><head><meta charset="utf-8"><title>plain</title></head><body><table>${rows.map(r => `<tr>${r.map(c => `<td>${escape(c)}</td>`).join('')}</tr>`).join('\n')}</table></body></html>`);
  return { to, rows: rows.length - 1 };
}
async function opened(file, read = new Set()) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } }), page = await context.newPage(), cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => (await cdp.send('Performance.getMetrics')).metrics.find(m => m.name === 'TaskDuration').value * 1000;
  const rest = () => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))));
  page.on('request', r => read.add(r.url().split('#')[0]));
  await page.goto('file://' + file);
  await rest();
  return { page, busy, rest, close: () => context.close() };
}
async function loading(file) {
  const list = [];
  for (let i = 0; i < RUNS; i++) {
    const o = await opened(file);
    list.push(await o.busy());
    await o.close();
  }
  return median(list);
}
async function doing(file, act) {
  const list = [];
  for (let i = 0; i < RUNS; i++) {
    const o = await opened(file), before = await o.busy();
    await act(o.page);
    await o.rest();
    list.push(await o.busy() - before);
    await o.close();
  }
  return median(list);
}

for (const file of ['actions.html', 'problems.html']) {
  const here = path.join(site, file), table = await plain(file), ours = await loading(here), theirs = await loading(table.to);
  say(`${file}, ${table.rows} rows, to open`, `${ours.toFixed(0)} ms CPU`, `${(ours / theirs).toFixed(2)} of a plain table (${theirs.toFixed(0)} ms)`);
  for (const head of [1, 2, 4]) say(`  sort by column ${head + 1}`, `${(await doing(here + '#s=all', p => p.locator('#register thead th').nth(head).locator('button').click({ noWaitAfter: true }))).toFixed(0)} ms CPU`);
  say('  filter by text', `${(await doing(here + '#s=all', p => p.locator('#filters input[name=q]').fill('99'))).toFixed(0)} ms CPU`);
  say('  filter by owner', `${(await doing(here + '#s=all', p => p.locator('#filters select').first().selectOption({ index: 7 }))).toFixed(0)} ms CPU`);
}

// A first query: all that is read from disk for it, page, style and script included.
for (const question of ['物流延迟', '接口', '物', '为什么没有实时更新', 'P-2024-777', '责任人123']) {
  const read = new Set(), o = await opened(path.join(site, 'search.html') + '#q=' + encodeURIComponent(question), read);
  await o.page.locator('#results li').first().waitFor();
  const found = await o.page.locator('#count').innerText();
  const files = [...read].filter(u => u.startsWith('file:')).map(u => fs.statSync(decodeURIComponent(new URL(u).pathname)).size);
  say(`search ${question}`, found, `${(files.reduce((a, b) => a + b) / 1024).toFixed(0)} KB in ${files.length} files`, `${(await o.busy()).toFixed(0)} ms CPU`);
  await o.close();
}
fs.rmSync(scratch, { recursive: true });
await browser.close();
