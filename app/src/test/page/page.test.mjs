// The live page of a running SolFlow in a real browser. SOLFLOW_PAGE_URL names it; run by PageIT.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, describe, test} from 'node:test';
import {DARK, DESK, PHONE, ROWS, launch, open, tokensShown, until} from './browser.mjs';

const base = process.env.SOLFLOW_PAGE_URL.replace(/\/$/, '');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => {
    browser = await launch();
});
after(() => browser?.close());

/** A test with a page of its own, which may not complain. */
function onPage(name, options, body) {
    test(name, async () => {
        const {page, complaints, close} = await open(browser, options);
        try {
            await body(page);
            assert.deepEqual(complaints, []);
        } finally {
            await close();
        }
    });
}

const number = text => Number(text.replace('−', '-').replace(/[+,%⚙ ]/g, '').replace('·', '0'));
const column = async (page, name) => (await page.locator(`${ROWS} .${name}`).allInnerTexts()).map(number);
const sorted = (values, direction) => values.every((value, index) => index === 0 || (value - values[index - 1]) * direction >= 0);

async function asked(page, part, act) {
    const answer = page.waitForResponse(response => response.url().includes('/api/tokens?') && response.url().includes(part) && response.ok());
    await act();
    await (await answer).finished();
}

describe('tokens', () => {
    onPage('should show tokens, and figures that change in place while the focus stays', DESK, async page => {
        await tokensShown(page, base);
        const link = page.locator(`${ROWS} a.mint`).nth(3);
        await link.focus();
        // of the row that has the focus: another may have come to the fourth place meanwhile
        const mint = await page.evaluate(() => document.activeElement.title);
        assert.notEqual(mint, '');
        const clock = await page.locator('#pulse-clock').innerText();
        await until('the chain time moves on', async () => (await page.locator('#pulse-clock').innerText()) !== clock);
        assert.equal(await page.evaluate(() => document.activeElement.title), mint);
        assert.match(await page.locator('#tokens-count').innerText(), /^[\d,]+ tokens?$/);
    });

    onPage('should sort by every head and say so', DESK, async page => {
        await tokensShown(page, base);
        for (const [sort, name] of [['buys', 'c-buys'], ['sells', 'c-sells'], ['wallets', 'c-wallets'], ['bots', 'c-bots'], ['flow', 'c-flow']]) {
            const head = page.locator(`th[data-sort=${sort}]`);
            await asked(page, `sort=${sort}&order=desc`, () => head.locator('button').click());
            assert.equal(await head.getAttribute('aria-sort'), 'descending');
            await until(`${sort} falls`, async () => sorted(await column(page, name), -1));
        }
        for (const sort of ['dca', 'mint', 'age']) {
            await asked(page, `sort=${sort}`, () => page.locator(`th[data-sort=${sort}] button`).click());
        }
        assert.equal(await page.locator('th[aria-sort]').count(), 1);
        await asked(page, 'sort=age&order=desc', () => page.locator('th[data-sort=age] button').click());
    });

    onPage('should change the window of the flow', DESK, async page => {
        await tokensShown(page, base);
        await asked(page, 'window=3600', () => page.locator('#tokens-window label', {hasText: '1h'}).click());
        assert.equal(await page.locator('#tokens-flow-window').innerText(), '1h');
        assert.match(page.url(), /window=3600/);
    });

    onPage('should filter, explain an empty answer and clear the filter', DESK, async page => {
        await tokensShown(page, base);
        const mint = await page.locator(`${ROWS} a.mint`).first().getAttribute('title');
        await asked(page, `text=${mint.slice(5, 15)}`, () => page.fill('#tokens-text', mint.slice(5, 15)));
        await until('one row', async () => (await page.locator(ROWS).count()) === 1);
        await asked(page, 'minWallets=999999999', () => page.fill('input[name=minWallets]', '999999999'));
        await page.getByText('No token passes the filter').waitFor();
        await page.getByRole('button', {name: 'Clear the filter'}).click();
        await until('all rows again', async () => (await page.locator(ROWS).count()) > 1);
        await asked(page, 'minSol=0.01', () => page.fill('input[name=minSol]', '0.01'));
        await asked(page, 'hideBots=true', () => page.getByText('Hide bots').click());
        await until('flows over the minimum', async () => (await column(page, 'c-flow')).every(flow => flow >= 0.01));
    });

    onPage('should copy a mint by its button and by key', {...DESK, permissions: ['clipboard-read', 'clipboard-write']}, async page => {
        await tokensShown(page, base);
        const copied = () => page.evaluate(() => navigator.clipboard.readText());
        const mint = await page.locator(ROWS).nth(2).getAttribute('data-mint');
        await page.locator(`tr[data-mint="${mint}"]`).hover();
        await page.locator(`tr[data-mint="${mint}"] .copy`).click();
        await until('the mint is copied', async () => (await copied()) === mint);
        await page.keyboard.press('j');
        await page.keyboard.press('j');
        const focused = await page.evaluate(() => document.activeElement.closest('tr').dataset.mint);
        await page.evaluate(() => navigator.clipboard.writeText(''));
        await page.keyboard.press('c');
        await until('the mint of the row with the focus is copied', async () => (await copied()) === focused);
    });

    onPage('should keep stars in the browser', DESK, async page => {
        await tokensShown(page, base);
        const row = page.locator(ROWS).nth(1);
        const mint = await row.getAttribute('data-mint');
        await page.locator(`tr[data-mint="${mint}"] .star`).click();
        await page.reload();
        await page.waitForSelector(ROWS);
        await page.locator('label.check', {hasText: 'Starred'}).click();
        await until('the starred one alone', async () => (await page.locator(ROWS).count()) === 1);
        assert.equal(await page.locator(ROWS).getAttribute('data-mint'), mint);
        await page.locator(`${ROWS} .star`).click();
        await page.getByText('No stars yet').waitFor();
    });
});

describe('token', () => {
    onPage('should open a token with charts, wallets and safe links, and come back to its row', DESK, async page => {
        await tokensShown(page, base);
        const link = page.locator(`${ROWS} a.mint`).first();
        const mint = await link.getAttribute('title');
        await page.locator(`tr[data-mint="${mint}"] a.mint`).click();
        await page.waitForSelector('#plot-net canvas');
        assert.equal(await page.locator('#token-mint').innerText(), mint);
        assert.equal(await page.locator('.plot canvas').count(), 3);
        assert.match(await page.locator('#plot-net').getAttribute('aria-label'), /Net flow over 1h: [+−]?[\d,.]+ SOL/);
        assert.ok((await page.locator('#token-trades tbody tr').count()) > 0);
        assert.ok((await page.locator('#token-wallets tbody tr').count()) > 0);
        for (const outside of await page.locator('a[target=_blank]').all()) {
            assert.equal(await outside.getAttribute('rel'), 'noopener noreferrer');
        }
        await page.locator('#token-window label', {hasText: /^5m$/}).click();
        await until('the charts of five minutes', async () => /over 5m/.test(await page.locator('#plot-net').getAttribute('aria-label')));
        await page.keyboard.press('Escape');
        await page.waitForSelector('#view-tokens:not([hidden])');
        assert.equal(await page.evaluate(() => document.activeElement.title), mint);
    });
});

/** A mint that nobody trades; the 400 or 404 is wanted here. */
test('should say that a token is not known', async () => {
    const {page, close} = await open(browser, DESK);
    await page.goto(`${base}/#/token/11111111111111111111111111111111`);
    await page.getByText('This token is not known here').waitFor();
    await close();
});

describe('keyboard', () => {
    onPage('should reach everything by keys', DESK, async page => {
        await tokensShown(page, base);
        await page.keyboard.press('/');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'tokens-text');
        await page.keyboard.press('Escape');
        await page.keyboard.press('j');
        await page.keyboard.press('ArrowDown');
        const mint = await page.evaluate(() => document.activeElement.title);
        assert.match(mint, /^\w{32,44}$/);
        await page.keyboard.press('k');
        await page.keyboard.press('s');
        await page.waitForSelector(`${ROWS} .star[aria-pressed=true]`);
        await asked(page, 'window=900', () => page.keyboard.press('w'));
        await page.keyboard.press('j');
        const opened = await page.evaluate(() => document.activeElement.title);
        await page.keyboard.press('Enter');
        await page.waitForSelector('#view-token:not([hidden])');
        assert.equal(await page.locator('#token-mint').innerText(), opened);
        for (const [key, view] of [['3', 'pipeline'], ['4', 'sql'], ['2', 'token'], ['1', 'tokens']]) {
            await page.keyboard.press(key);
            await page.waitForSelector(`#view-${view}:not([hidden])`);
        }
        await page.keyboard.press('?');
        await page.waitForSelector('#help[open]');
        await page.keyboard.press('Escape');
        await page.waitForSelector('#help:not([open])', {state: 'hidden'});
    });
});

describe('pipeline', () => {
    onPage('should show health, figures, programs and gaps', DESK, async page => {
        await page.goto(`${base}/#/pipeline`);
        await page.waitForSelector('#programs tbody tr');
        assert.match(await page.locator('#health-level').innerText(), /^(green|yellow|red)$/);
        assert.equal(await page.locator('#trends .tile').count(), 8);
        assert.equal(await page.locator('#programs tbody tr').count(), 5);
        const facts = await page.locator('#facts').innerText();
        assert.match(facts, /Signals\s+[\d,]+ since the start/);
        assert.match(facts, /Removed for age\s+nothing/);
        await until('a line of the past seconds', async () => (await page.locator('#trends .tile').first().locator('.line').getAttribute('d')) !== '');
        await until('trades are counted', async () => number(await page.locator('#programs tbody tr td:nth-child(3)').first().innerText()) > 0);
    });
});

describe('sql', () => {
    onPage('should run an example and open the token of its result', DESK, async page => {
        await page.goto(`${base}/#/sql`);
        await page.fill('#sql-filter', 'top_inflow_5m');
        await page.locator('#sql-examples button').first().click();
        await page.waitForSelector('#sql-result tbody tr');
        assert.match(await page.locator('#sql-sum').innerText(), /^\d+ rows?, /);
        await page.locator('#sql-result tbody a').first().click();
        await page.waitForSelector('#plot-net canvas');
    });

    onPage('should run by Ctrl and Enter, and hand out CSV and JSON', DESK, async page => {
        await page.goto(`${base}/#/sql`);
        await page.fill('#sql-text', "SELECT 1 AS one, NULL AS empty, '<b>x</b>' AS text");
        await page.locator('#sql-text').press('Control+Enter');
        await page.waitForSelector('#sql-result tbody tr');
        assert.deepEqual(await page.locator('#sql-result tbody td').allInnerTexts(), ['1', 'null', '<b>x</b>']);
        for (const format of ['csv', 'json']) {
            const download = page.waitForEvent('download');
            await page.click(`#sql-${format}`);
            const text = readFileSync(await (await download).path(), 'utf8');
            assert.ok(text.includes('one') && text.includes('<b>x</b>'), text);
        }
    });

    // the 400 of a refused statement is wanted here
    test('should show why a statement was refused', async () => {
        const {page, close} = await open(browser, DESK);
        await page.goto(`${base}/#/sql`);
        for (const sql of ['selec 1', 'DELETE FROM trades', "ATTACH 'x.db' AS x"]) {
            await page.fill('#sql-text', sql);
            const refusal = page.waitForResponse(response => response.url().includes('/api/query'));
            await page.click('#sql-run');
            assert.equal((await refusal).status(), 400);
            await page.waitForSelector('#sql-state[data-kind=error]');
            assert.ok((await page.locator('#sql-state p').innerText()).length > 5);
        }
        await close();
    });
});

describe('looks', () => {
    onPage('should be dark where the system is, and light when chosen', DARK, async page => {
        await tokensShown(page, base);
        const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const dark = await background();
        await page.click('#theme');
        assert.notEqual(await background(), dark);
        await page.reload();
        assert.notEqual(await background(), dark);
    });

    onPage('should fit a phone in every view', PHONE, async page => {
        await tokensShown(page, base);
        await page.locator(`${ROWS} a.mint`).first().tap();
        await page.waitForSelector('#plot-net canvas');
        for (const view of ['token', 'tokens', 'pipeline', 'sql']) {
            await page.locator(`nav [data-view=${view}]`).tap();
            await page.waitForSelector(`#view-${view}:not([hidden])`);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${view} is wider than the phone`);
        }
    });

    for (const [name, options] of [['light', DESK], ['dark', DARK]]) {
        onPage(`should pass the accessibility rules, ${name}`, options, async page => {
            await tokensShown(page, base);
            await page.evaluate(axe);
            await check(page, 'tokens');
            await page.locator(`${ROWS} a.mint`).first().click();
            await page.waitForSelector('#plot-net canvas');
            await check(page, 'token');
            await page.keyboard.press('3');
            await page.waitForSelector('#programs tbody tr');
            await check(page, 'pipeline');
            await page.keyboard.press('4');
            await page.waitForSelector('#sql-examples button');
            await check(page, 'sql');
        });
    }

    async function check(page, view) {
        const found = await page.evaluate(() => globalThis.axe.run({resultTypes: ['violations']}));
        const violations = found.violations.map(rule => `${view}: ${rule.id}: ${rule.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | ')} ${rule.nodes[0].failureSummary}`);
        assert.deepEqual(violations, []);
    }
});

/** States that a healthy server does not bring: its answers are replaced. Complaints of the browser are wanted here. */
describe('states', () => {
    async function states(route, body) {
        const {page, close} = await open(browser, DESK);
        try {
            await route(page);
            await page.goto(`${base}/`);
            await body(page);
        } finally {
            await close();
        }
    }

    const json = value => ({contentType: 'application/json', body: JSON.stringify(value)});

    test('should say that there are no trades yet', () => states(
        page => page.route('**/api/tokens?*', route => route.fulfill(json({watermark: null, window: 300, total: 0, tokens: []}))),
        page => page.getByText('No trades yet').waitFor()));

    test('should say what failed and try again', () => states(
        page => page.route('**/api/tokens?*', route => route.fulfill({status: 503, ...json({error: 'the database cannot be read'})}), {times: 1}),
        async page => {
            await page.waitForSelector(ROWS);
        }));

    test('should show a bone of the table while it loads', () => states(
        page => page.route('**/api/tokens?*', () => {}),
        page => page.locator('.skeleton').first().waitFor()));

    test('should say that the connection is lost, and that it is there again', () => states(
        page => page.route('**/api/**', route => route.abort()),
        async page => {
            await page.getByText('Trying again').waitFor();
            await page.getByRole('button', {name: 'Try again'}).waitFor();
            await page.unroute('**/api/**');
            await page.waitForSelector('#banner[hidden]', {state: 'attached'});
            await page.waitForSelector(ROWS);
        }));

    test('should ask every few seconds when the server has no stream to spare, and say in red that nothing is stored', () => states(
        async page => {
            await page.route('**/api/stream', route => route.fulfill({status: 503, ...json({error: 'too many clients'})}));
            const findings = [{cause: 'disk-full', level: 'red', text: 'the disk is full', heldSeconds: 3}];
            await page.route('**/api/pipeline', route => route.fulfill(json({live: true, watermark: 1_763_950_000, health: {level: 'red', findings}})));
        },
        page => page.getByText('Nothing is stored at present: the disk is full').waitFor()));
});
