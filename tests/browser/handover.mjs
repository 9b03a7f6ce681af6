// SPDX-License-Identifier: GPL-3.0-or-later
// Pages handed over as one file: opened from disk in all modes they ask for nothing, obey their own policy, have their style, and axe finds nothing.
import fs from 'node:fs';
import path from 'node:path';

export async function handedOver(browser, folder, { modes, axe, rules, look, check, validate, screens }) {
  const page = await (await browser.newContext()).newPage();
  for (const file of fs.readdirSync(folder).filter(f => f.endsWith('.html')).sort()) {
    const url = 'file://' + path.join(folder, file), wrong = [];
    page.removeAllListeners();
    page.on('console', m => { if (m.type() === 'error') wrong.push(m.text()); });
    page.on('request', r => { if (r.url() !== url && !r.url().startsWith('data:')) wrong.push('asks for ' + r.url()); });
    for (const mode of modes) {
      const where = `${file} alone ${mode.name}`;
      await page.emulateMedia({ colorScheme: mode.scheme });
      await page.setViewportSize({ width: mode.width, height: 800 });
      await page.goto(url);
      const seen = await page.evaluate(look);
      check(seen.over <= 0, `${where} scrolls sideways by ${seen.over} px`);
      check(seen.wide.length + seen.mute.length === 0, `${where} ${seen.wide} ${seen.mute}`);
      const styled = await page.evaluate(() => ({ sheets: document.styleSheets.length, line: getComputedStyle(document.querySelector('h1')).fontWeight, links: document.querySelectorAll('main a:not([href^="#"]):not([href^="http"])').length }));
      check(styled.sheets === 1 && styled.line === '600' && styled.links === 0, `${where} has its style and no link to a page that is not there: ${JSON.stringify(styled)}`);
      check(wrong.length === 0, `${where} ${wrong.join('; ')}`);
      wrong.length = 0;
      // axe is injected by the test, so its own style element does not count against the page
      await page.evaluate(axe);
      const found = await page.evaluate(runOnly => axe.run(document, { preload: false, resultTypes: ['violations'], runOnly }), rules);
      check(found.violations.length === 0, `${where} ` + found.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`).join(' | '));
      wrong.length = 0;
    }
    await page.screenshot({ path: path.join(screens, `alone-${file.replace('.html', '')}.png`), fullPage: true });
    const pdf = (await page.pdf({ preferCSSPageSize: true, path: path.join(screens, `alone-${file.replace('.html', '.pdf')}`) })).toString('latin1');
    const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(m => `${Math.round(m[1])} ${Math.round(m[2])}`);
    const a4 = file.startsWith('actions') ? '842 595' : '595 842';
    check(boxes.length > 0 && boxes.every(b => b === a4), `${file} alone prints on A4: ${[...new Set(boxes)]}`);
    const report = await validate.validateFile(path.join(folder, file));
    check(report.valid, `${file} alone html-validate: ` + report.results.flatMap(r => r.messages).slice(0, 4).map(m => `${m.line} ${m.ruleId} ${m.message}`).join('; '));
  }
}
