// SPDX-License-Identifier: GPL-3.0-or-later
// What search.js finds in the sample month: in Chinese by pairs of characters, in English by the beginnings of words, by ids, and nothing that runs.
import fs from 'node:fs';
import path from 'node:path';

const QUERIES = [ // what is typed, what the first result links to, in the folder of which language (both where none is said)
  ['物流延迟', 'P-2024-001.html'], ['P-2024-001', 'P-2024-001.html'], ['p2024001', 'P-2024-001.html'], ['Ｐ－２０２４－００１', 'P-2024-001.html'], ['2024-002', 'P-2024-002.html'],
  ['a-2024-00', 'A-2024-00'], ['无从得知', 'P-2024-001.html'], ['吴昊', '#A-2024-009'], ['SOP-LG', 'standards.html#S-2024-001'], ['sop lg', 'standards.html#S-2024-001'], ['催', 'P-2024-001.html'],
  ['帕累托', 'guide.html#pareto', ''], ['paret', 'guide.html#pareto', 'en/'], ['fishb', 'guide.html#fishbone', 'en/'], ['repeat_complaint', 'kpi-repeat_complaint.html'],
  ['2024 年 5 月', 'report-2024-05.html', ''], ['QR-2024-05', 'report-2024-05.html'],
];
const HOSTILE = ['</script><script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'constructor', '__proto__', 'toString', '%00', '\u2028', '{{title}}', 'zzzzzz', '鱻鱻鱻鱻', '-', 'a'.repeat(5000)];

export async function searching(page, site, lang, check) {
  const url = 'file://' + path.join(site, lang, 'search.html'), q = page.locator('#find input'), results = page.locator('#results > li'), count = page.locator('#count');
  const settled = () => page.waitForFunction(() => document.getElementById('count').textContent !== '…');
  const ask = async text => {
    await page.evaluate(() => { document.getElementById('count').textContent = '…'; });
    await q.fill('');
    await q.fill(text);
    await settled();
  };
  await page.goto(url);
  check(await page.locator('#lists a').count() > 5 && !await results.count(), `${lang}search: without a question the lists are there`);
  for (const [text, link, only] of QUERIES) {
    if (only !== undefined && only !== lang) continue;
    await ask(text);
    const href = await results.count() ? await results.first().locator('a').getAttribute('href') : 'nothing';
    check(href.includes(link), `${lang}search ${text}: ${href}, not ${link}`);
    const target = href.split('#')[0];
    check(fs.existsSync(path.join(site, lang, target)), `${lang}search ${text} leads to a page: ${href}`);
  }
  await ask('物流延迟');
  check((await results.first().locator('a mark').allInnerTexts()).join('') === '物流延迟', lang + 'search: what was found is marked');
  check(decodeURIComponent(await page.evaluate(() => location.hash)) === '#q=物流延迟', lang + 'search: the question stands in the address');
  const all = await results.count(), number = Number((await count.innerText()).match(/\d+/)[0]);
  check(all === number && await count.getAttribute('aria-live') === 'polite', `${lang}search: the count is said: ${number}, ${all} are shown`);
  await page.locator('#find button[value=problem]').click();
  check(await results.count() < all && await results.count() > 0 && (await page.evaluate(() => location.hash)).endsWith('k=problem'), lang + 'search: one kind alone');
  await page.goto('about:blank');
  await page.goto(url + '#q=' + encodeURIComponent('吴昊') + '&k=action');
  await results.first().waitFor();
  check(await q.inputValue() === '吴昊' && await results.count() === 3, `${lang}search: a linked question opens answered: ${await results.count()}`);
  await q.focus();
  for (let i = 0; i < 20 && !(await page.evaluate(() => !!document.activeElement.closest('#results'))); i++) await page.keyboard.press('Tab');
  check(await page.evaluate(() => document.activeElement.matches('#results a')), lang + 'search: results are reached by keyboard');
  for (const text of HOSTILE) {
    await ask(text);
    check(await page.locator('main img').count() === 0 && !(await count.innerText()).includes('js'), `${lang}search ${text.slice(0, 30)}: ${await count.innerText()}`);
    if (text === 'zzzzzz') check(await page.locator('#empty').isVisible() && await page.locator('#lists').isVisible(), lang + 'search: nothing found is said');
  }
}
