// SPDX-License-Identifier: GPL-3.0-or-later
// What site.js adds to a register: sorting, filtering, and the view that stands in the address.
import fs from 'node:fs';
import path from 'node:path';

const shown = page => page.locator('#register tbody tr:visible').count();
const column = (page, n) => page.locator(`#register tbody tr td:nth-child(${n})`).allInnerTexts();

// A table of values whose right order is known beforehand: numbers are not texts, Chinese goes by sound, empty cells come last either way.
const order = {
  n: { head: 'n', values: ['10', '9', '', '-1.5', '100'], up: ['-1.5', '9', '10', '100', ''], down: ['100', '10', '9', '-1.5', ''] },
  date: { head: 't', values: ['2024-10-01', '', '2024-09-30', '2023-12-31'], up: ['2023-12-31', '2024-09-30', '2024-10-01', ''], down: ['2024-10-01', '2024-09-30', '2023-12-31', ''] },
  chinese: { head: 't', values: ['周明', '陈静', '', '王芳', '李明'], up: ['陈静', '李明', '王芳', '周明', ''], down: ['周明', '王芳', '李明', '陈静', ''] },
};

export async function sorting(page, site, check) {
  for (const [name, { head, values, up, down }] of Object.entries(order)) {
    const file = path.join(site, 'assets', `order-${name}.html`);
    fs.writeFileSync(file, `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>order</title><script src="site.js" defer></script></head><body><table id="register" data-sortable=""><thead><tr><th data-k="${head}">${name}</th></tr></thead><tbody>${values.map(v => `<tr><td>${v}</td></tr>`).join('')}</tbody></table></body></html>`);
    await page.goto('file://' + file);
    const button = page.locator('#register th button'), th = page.locator('#register th');
    await button.click();
    check((await column(page, 1)).join() === up.join() && await th.getAttribute('aria-sort') === 'ascending', `${name}: sorted upwards, is ${(await column(page, 1)).join()}`);
    await button.click();
    check((await column(page, 1)).join() === down.join() && await th.getAttribute('aria-sort') === 'descending', `${name}: sorted downwards, is ${(await column(page, 1)).join()}`);
    fs.unlinkSync(file);
  }
}

export async function filtering(page, site, file, check) {
  const url = 'file://' + path.join(site, file), rows = page.locator('#register tbody tr'), q = page.locator('#filters input[name=q]');
  await page.goto(url);
  const all = Number((await page.locator('.tabs button[value=all]').innerText()).match(/\d+\s*$/)[0]);
  check(await shown(page) < all, file + ': closed rows are hidden at first');
  for (const tab of await page.locator('.tabs button').all()) {
    await tab.click();
    const value = await tab.getAttribute('value'), said = Number((await tab.innerText()).match(/\d+\s*$/)[0]);
    check(await shown(page) === said && await tab.getAttribute('aria-pressed') === 'true', `${file}: tab ${value} says ${said}, shows ${await shown(page)}`);
  }
  const id = (await rows.first().innerText()).match(/[AP]-\d{4}-\d+/)[0];
  await q.fill(id.toLowerCase());
  check(await shown(page) === 1, file + ': search by id leaves one row');
  check((await page.evaluate(() => location.hash)).includes('q=' + id.toLowerCase()), file + ': the search stands in the address');
  await page.reload();
  check(await shown(page) === 1 && await q.inputValue() === id.toLowerCase() && await page.locator('.tabs button[value=all]').getAttribute('aria-pressed') === 'true', file + ': the view is there again after a reload');
  await q.fill('no such thing');
  check(await shown(page) === 0 && await page.locator('#empty').isVisible(), file + ': an empty result is said');
  await q.fill('');
  for (const select of await page.locator('#filters select').all()) {
    const name = await select.getAttribute('name'), value = await select.locator('option').last().getAttribute('value') ?? await select.locator('option').last().innerText();
    await select.selectOption(value);
    const kept = await page.locator('#register tbody tr:visible').evaluateAll((list, key) => list.map(r => r.dataset[key]), name);
    check(kept.length > 0 && kept.length < all && kept.every(v => v === value), `${file}: filter ${name}=${value} leaves its own rows: ${kept}`);
    await select.selectOption('');
  }
  const heads = page.locator('#register thead th[data-k] button');
  for (let i = 0; i < await heads.count(); i++) {
    await heads.nth(i).click();
    check(await page.locator('#register thead th[aria-sort=ascending]').count() === 1 && await shown(page) === all, file + ': one column is sorted, and all rows are there');
  }
  await page.goto('about:blank');
  await page.goto(`${url}#s=all&q=${id}`);
  check(await shown(page) === 1, file + ': a linked view opens filtered');
}

// More rows than are shown at once: the rest stands as text until it is wanted; sorted, filtered, linked and printed it is as if all were there.
export async function long(page, site, check) {
  const file = path.join(site, 'assets', 'long.html'), row = i => `<tr id="R-${i}" data-t="${i % 3 ? 'open' : 'done'}" data-o="a &amp; ${i % 2}"><td data-v="${i}">no ${i}</td><td>text ${(i * 7919) % 1000} &lt;b&gt;</td></tr>`;
  const html = n => [...Array(n).keys()];
  fs.writeFileSync(file, `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>long</title><link rel="stylesheet" href="style.css"><script src="site.js" defer></script></head><body><form id="filters"><div class="tabs"><button type="button" value="all">all</button><button type="button" value="done">done</button></div><select name="o"><option value=""></option><option>a &amp; 1</option></select><input name="q"><output id="count" data-f="%n of %t"></output></form><table id="register" data-sortable="" data-more="more"><thead><tr><th data-k="n">no</th><th data-k="t">text</th></tr></thead><tbody>${html(100).map(row).join('\n')}</tbody></table><noscript><table><tbody>${html(1000).slice(100).map(row).join('\n')}</tbody></table></noscript></body></html>`);
  await page.goto('file://' + file);
  const count = page.locator('#count'), heads = page.locator('#register th button');
  check(await page.locator('#register tbody tr').count() < 1000 && await count.innerText() === '1000 of 1000', 'a long list begins with its first rows: ' + await count.innerText());
  await heads.first().click();
  await heads.first().click();
  check((await column(page, 1))[0] === 'no 999', 'a long list is sorted as a whole: ' + (await column(page, 1))[0]);
  await page.locator('#filters input').fill('text 919 <b>');
  check(await shown(page) === 1 && (await column(page, 1)).join() === 'no 1', 'a row that was text is found by its text: ' + await count.innerText());
  await page.locator('#filters input').fill('');
  await page.locator('#filters select').selectOption({ index: 1 });
  check(await count.innerText() === '500 of 1000', 'a row that was text is found by its value: ' + await count.innerText());
  await page.locator('.tabs button[value=done]').click();
  check(await count.innerText() === '167 of 1000', 'and by its state: ' + await count.innerText());
  await page.goto('about:blank');
  await page.goto('file://' + file + '#R-950');
  check(await page.locator('#R-950').isVisible() && await page.locator('#register tbody tr').count() >= 951, 'a link to a row that was text leads there');
  await page.goto('about:blank');
  await page.goto('file://' + file);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  check(await page.locator('#register tbody tr').count() === 1000, 'all rows are printed');
  fs.unlinkSync(file);
}
