/** The page: finds the view that the address after # names, and passes the ticks of the stream on to it. */

import {byId, say, setAttribute} from './dom.js';
import {Feed} from './feed.js';
import {listen} from './keys.js';
import {PipelineView} from './pipeline.js';
import {SqlView} from './sql.js';
import {showBanner, showPulse} from './status.js';
import {load, save} from './store.js';
import {TokenView} from './token.js';
import {TokensView} from './tokens.js';
import {remember} from './trends.js';

const views = {tokens: new TokensView(), token: new TokenView(), pipeline: new PipelineView(), sql: new SqlView()};
let current = null;

/** `#/token/MINT?window=300` is view token, rest MINT, and parameters. */
function route() {
    const [path, query] = location.hash.replace(/^#\/?/, '').split('?', 2);
    const [name, ...rest] = path.split('/');
    let mint = rest.join('/');
    try {
        mint = decodeURIComponent(mint);
    } catch {
        // a stray % in a hand-written address: the server says what is wrong with it
    }
    return {name: Object.hasOwn(views, name) ? name : 'tokens', rest: mint, parameters: new URLSearchParams(query ?? '')};
}

function go() {
    if (location.hash && !location.hash.startsWith('#/')) {
        return;
    }
    const next = route();
    const changed = current !== next.name;
    if (changed && current) {
        views[current].hide();
    }
    current = next.name;
    for (const name of Object.keys(views)) {
        byId(`view-${name}`).hidden = name !== current;
    }
    for (const link of document.querySelectorAll('nav [data-view]')) {
        setAttribute(link, 'aria-current', link.dataset.view === current ? 'page' : null);
    }
    views[current].show(next);
    document.title = `${views[current].title()} · SolFlow`;
    if (changed) {
        say(views[current].title());
    }
}

const THEMES = ['system', 'light', 'dark'];
const SIGNS = {system: '◐', light: '☀', dark: '☾'};

function showTheme(theme) {
    const button = byId('theme');
    button.textContent = SIGNS[theme];
    const label = theme === 'system' ? 'Colours: as the system' : `Colours: ${theme}`;
    button.setAttribute('aria-label', label);
    button.title = `${label} (d)`;
}

const theme = () => (THEMES.includes(load('theme')) ? load('theme') : 'system');

function cycleTheme() {
    const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
    save('theme', next);
    if (next === 'system') {
        delete document.documentElement.dataset.theme;
    } else {
        document.documentElement.dataset.theme = next;
    }
    showTheme(next);
    dispatchEvent(new Event('theme'));
}

function start() {
    const feed = new Feed();
    feed.addEventListener('tick', event => {
        const tick = event.detail;
        remember(tick.pipeline);
        views.pipeline.take(tick);
        showPulse(tick);
        showBanner(feed);
        if (!document.hidden) {
            views[current].refresh(tick);
        }
    });
    feed.addEventListener('state', () => showBanner(feed));
    document.addEventListener('visibilitychange', () => {
        if (!document.hidden && feed.tick) {
            views[current].refresh(feed.tick);
        }
    });
    addEventListener('online', () => feed.retryNow());
    addEventListener('hashchange', go);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('theme')));
    byId('theme').addEventListener('click', cycleTheme);
    byId('help-open').addEventListener('click', () => byId('help').showModal());
    document.querySelector('.skip').addEventListener('click', event => {
        event.preventDefault();
        byId('main').focus();
    });
    showTheme(theme());
    listen(() => views[current], cycleTheme);
    go();
    feed.start();
}

start();
