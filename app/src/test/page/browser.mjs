// A page of the browser that is watched: whatever it complains about is a failure.

import {existsSync} from 'node:fs';
import {chromium} from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Patience for one step: a loaded machine is slow, a right page still gets there. */
export const PATIENCE_MS = 60_000;

export const DESK = {viewport: {width: 1400, height: 860}, colorScheme: 'light'};
export const DARK = {...DESK, colorScheme: 'dark'};
export const PHONE = {viewport: {width: 390, height: 844}, colorScheme: 'light', deviceScaleFactor: 2, isMobile: true, hasTouch: true};

export function launch() {
    const executablePath = process.env.SOLFLOW_CHROMIUM ?? PLACES.find(existsSync);
    // the page that is looked at is our own, and containers often have no user namespaces for the sandbox
    return chromium.launch({executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage']});
}

/** `complaints` gathers console errors, exceptions, failed requests and bad answers. */
export async function open(browser, options) {
    const context = await browser.newContext({acceptDownloads: true, timezoneId: 'UTC', ...options});
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const complaints = [];
    page.on('console', message => ['error', 'warning'].includes(message.type()) && complaints.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', failure => complaints.push(`exception: ${failure.stack}`));
    page.on('response', response => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
    page.on('requestfailed', request => {
        // a question that was replaced by a newer one, or left behind by a reload
        if (request.failure()?.errorText !== 'net::ERR_ABORTED') {
            complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
        }
    });
    return {page, complaints, close: () => context.close()};
}

/** Waits until the condition, asked again and again in this process, holds. */
export async function until(what, condition, patienceMs = PATIENCE_MS) {
    const deadline = Date.now() + patienceMs;
    for (;;) {
        if (await condition()) {
            return;
        }
        if (Date.now() > deadline) {
            throw new Error(`not within ${patienceMs / 1000} s: ${what}`);
        }
        await new Promise(resolve => setTimeout(resolve, 50));
    }
}

export const ROWS = '#tokens-rows tr[data-mint]';

export async function tokensShown(page, base, route = '') {
    await page.goto(`${base}/${route}`);
    await page.waitForSelector(ROWS);
}
