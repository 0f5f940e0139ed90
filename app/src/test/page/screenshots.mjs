// Makes the pictures of the documentation from a running SolFlow: node screenshots.mjs URL FOLDER. See app/screenshots.sh.

import {DARK, DESK, PHONE, ROWS, launch, open, tokensShown, until} from './browser.mjs';

const [base, folder] = [process.argv[2].replace(/\/$/, ''), process.argv[3]];
const SIZE = {width: 1280, height: 760};
const browser = await launch();

async function picture(name, options, go) {
    const {page, complaints, close} = await open(browser, {...options, ...(options.isMobile ? {} : {viewport: SIZE})});
    await go(page);
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    await page.screenshot({path: `${folder}/${name}.png`, animations: 'disabled'});
    console.log(`${name}.png, first paint after ${Math.round(paint)} ms${complaints.length ? `, complaints: ${complaints.join('; ')}` : ''}`);
    await close();
}

/** Enough seconds that lines can be seen in the drawings of the past minutes. */
const drawn = async page => {
    const line = page.locator('#trends .tile').first().locator('.line');
    await until('lines of half a minute', async () => ((await line.getAttribute('d')) ?? '').split('L').length > 30);
};

await picture('tokens', DESK, async page => {
    await tokensShown(page, base);
    // by key: a mouse over the rows would hold their order
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('s');
});
await picture('token', DARK, async page => {
    await tokensShown(page, base);
    await page.locator(`${ROWS} a.mint`).first().click();
    await page.waitForSelector('#plot-net canvas');
    await page.locator('#token-window label', {hasText: /^5m$/}).click();
    await until('the charts of five minutes', async () => /over 5m/.test(await page.locator('#plot-net').getAttribute('aria-label')));
});
await picture('pipeline', DESK, async page => {
    await page.goto(`${base}/#/pipeline`);
    await page.waitForSelector('#programs tbody tr');
    await drawn(page);
});
await picture('sql', DARK, async page => {
    await page.goto(`${base}/#/sql?q=accelerating_inflow`);
    await page.waitForSelector('#sql-result tbody tr');
});
await picture('phone', {...PHONE, deviceScaleFactor: 1}, page => tokensShown(page, base));
await browser.close();
