// How soon the page of a running SolFlow shows something, and how steadily it follows: node paint.mjs URL TOKENS. Waits until so
// many tokens are alive; prints a drill's table.

import {DESK, PHONE, ROWS, launch, open, tokensShown, until} from './browser.mjs';

const [base, tokens] = [process.argv[2].replace(/\/$/, ''), Number(process.argv[3])];
const LOADS = 7;
const FOLLOWED_SECONDS = 30;

const sorted = values => [...values].sort((a, b) => a - b);
const spread = values => {
    const all = sorted(values);
    return `${Math.round(all[Math.floor(all.length / 2)])} (${Math.round(all[0])} to ${Math.round(all.at(-1))})`;
};

async function loads(browser, options) {
    const paints = [];
    const rows = [];
    for (let load = 0; load < LOADS; load++) {
        const {page, complaints, close} = await open(browser, options);
        await page.goto(`${base}/`);
        await page.waitForSelector(ROWS);
        const [paint, shown] = await page.evaluate(() => [performance.getEntriesByName('first-contentful-paint')[0].startTime, performance.now()]);
        paints.push(paint);
        rows.push(shown);
        if (complaints.length > 0) {
            throw new Error(complaints.join('; '));
        }
        await close();
    }
    return [spread(paints), spread(rows)];
}

/** Times between two renewals of the rows, and the share of the time in which the page's thread was held for over 50 ms. */
async function follow(browser, options) {
    const {page, complaints, close} = await open(browser, options);
    await tokensShown(page, base);
    await page.evaluate(() => {
        window.renewals = [];
        window.longMs = 0;
        const onEntries = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type});
        onEntries('resource', entry => entry.name.includes('/api/tokens?') && window.renewals.push(entry.responseEnd));
        onEntries('longtask', entry => (window.longMs += entry.duration));
    });
    const clock = await page.locator('#pulse-clock').innerText();
    await page.waitForTimeout(FOLLOWED_SECONDS * 1000);
    const [renewals, longMs] = await page.evaluate(() => [window.renewals, window.longMs]);
    if (complaints.length > 0 || renewals.length < 2 || (await page.locator('#pulse-clock').innerText()) === clock) {
        throw new Error(`the page does not follow: ${renewals.length} renewals; ${complaints.join('; ')}`);
    }
    await close();
    const gaps = renewals.slice(1).map((at, index) => at - renewals[index]);
    return [spread(gaps), `${renewals.length}`, `${(longMs / FOLLOWED_SECONDS / 10).toFixed(1)} %`];
}

const alive = async () => (await (await fetch(`${base}/api/tokens?limit=1`)).json()).total;
const browser = await launch();
try {
    await until(`${tokens} tokens are alive`, async () => (await alive()) >= tokens, 300_000);
    const lines = [['', 'first paint ms', 'rows shown ms', 'between renewals ms', `renewals in ${FOLLOWED_SECONDS} s`, 'held over 50 ms']];
    for (const [name, options] of [['desk', DESK], ['phone', PHONE]]) {
        lines.push([name, ...(await loads(browser, options)), ...(await follow(browser, options))]);
    }
    const widths = lines[0].map((_, column) => Math.max(...lines.map(line => line[column].length)));
    console.log(`drill: the page with ${await alive()} live tokens, median (best to worst) of ${LOADS} loads`);
    lines.forEach(line => console.log(`  ${line.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()}`));
} finally {
    await browser.close();
}
