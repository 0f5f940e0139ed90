/** The SQL view: the shipped examples, a box for one's own statement, and its result. */

import {Latest, downloadQuery, getJson, runQuery} from './api.js';
import {byId, el, setText, showState} from './dom.js';
import {count, counted} from './format.js';
import {load, save} from './store.js';

const DEFAULT = 'SELECT mint, net_flow_300s, unique_wallets_300s\nFROM token_rolling_metrics\nORDER BY net_flow_300s DESC\nLIMIT 20;';
const MINT = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/;
/** More rows than this in one table make a browser slow; the downloads have them all. */
const SHOWN = 2_000;
const REVOKE_MS = 60_000;

const text = byId('sql-text');
const form = byId('sql-form');
const state = byId('sql-state');
const scroll = byId('sql-scroll');
const table = byId('sql-result');
const examples = byId('sql-examples');

export class SqlView {
    #latest = new Latest();
    #queries = null;

    constructor() {
        text.value = load('sql') || DEFAULT;
        text.addEventListener('input', () => save('sql', text.value));
        text.addEventListener('keydown', event => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                this.#run();
            }
        });
        form.addEventListener('submit', event => {
            event.preventDefault();
            this.#run();
        });
        byId('sql-csv').addEventListener('click', () => this.#download('csv'));
        byId('sql-json').addEventListener('click', () => this.#download('json'));
        byId('sql-filter').addEventListener('input', () => this.#showExamples());
        showState(state, 'empty', 'Nothing run yet', 'Choose an example or write a statement. The connection only reads, and a query is stopped after 5 seconds.');
    }

    title() {
        return 'SQL';
    }

    async show(route) {
        await this.#loadExamples();
        const wanted = this.#queries?.find(query => query.name === route.parameters.get('q'));
        if (wanted) {
            this.#choose(wanted);
        }
    }

    hide() {
        // a query goes on: its result is there on coming back
    }

    refresh() {
        if (this.#queries === null) {
            this.#loadExamples();
        }
    }

    key(event) {
        if (event.key === '/') {
            byId('sql-filter').focus();
            return true;
        }
        return false;
    }

    async #loadExamples() {
        if (this.#queries !== null) {
            return;
        }
        try {
            this.#queries = (await getJson('/api/queries')).queries;
            this.#showExamples();
        } catch (failure) {
            examples.replaceChildren(el('p', {class: 'none', text: `The examples could not be read. ${failure.message}`}));
        }
    }

    #showExamples() {
        const wanted = byId('sql-filter').value.trim().toLowerCase();
        const found = (this.#queries ?? []).filter(query => `${query.name} ${query.title} ${query.section}`.toLowerCase().includes(wanted));
        const sections = new Map();
        found.forEach(query => sections.set(query.section, [...(sections.get(query.section) ?? []), query]));
        examples.replaceChildren(...[...sections].map(([section, queries]) => el('section', {}, el('h2', {text: section}),
            el('ul', {}, ...queries.map(query => el('li', {}, el('button', {type: 'button', on: {click: () => this.#choose(query)}},
                el('b', {class: 'mono', text: query.name}), el('span', {text: query.title}))))))));
        if (found.length === 0) {
            examples.replaceChildren(el('p', {class: 'none', text: 'No example has these words.'}));
        }
    }

    #choose(query) {
        text.value = query.sql;
        text.scrollTop = 0;
        save('sql', query.sql);
        this.#run();
    }

    async #run() {
        const sql = text.value.trim();
        if (!sql) {
            showState(state, 'empty', 'There is nothing to run', 'Write one statement that reads.');
            return;
        }
        form.setAttribute('aria-busy', 'true');
        setText(byId('sql-sum'), 'running…');
        try {
            const answer = await this.#latest.now(signal => runQuery(sql, Number(byId('sql-limit').value), signal));
            if (answer) {
                showResult(answer);
            }
        } catch (failure) {
            scroll.hidden = true;
            setText(byId('sql-sum'), '');
            showState(state, 'error', 'The query did not run', failure.message);
        }
        if (!this.#latest.busy) {
            form.removeAttribute('aria-busy');
        }
    }

    async #download(format) {
        try {
            const blob = await downloadQuery(text.value.trim(), format, Number(byId('sql-limit').value));
            const url = URL.createObjectURL(blob);
            el('a', {href: url, download: `solflow.${format}`}).click();
            setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
        } catch (failure) {
            showState(state, 'error', 'The query did not run', failure.message);
        }
    }
}

function showResult({columns, rows, truncated, ms}) {
    const cut = rows.length > SHOWN ? `, the first ${count(SHOWN)} shown` : '';
    setText(byId('sql-sum'), `${counted(rows.length, 'row')}${truncated ? ', more were cut off' : ''}${cut}, ${count(ms)} ms`);
    scroll.hidden = columns.length === 0 || rows.length === 0;
    if (rows.length === 0) {
        showState(state, 'empty', 'No rows', 'The statement ran and found nothing.');
        return;
    }
    showState(state, null);
    const numeric = columns.map((_, index) => rows.every(row => row[index] === null || typeof row[index] === 'number'));
    table.tHead.replaceChildren(el('tr', {}, ...columns.map((column, index) => el('th', {scope: 'col', text: column, class: numeric[index] ? 'num' : null}))));
    table.tBodies[0].replaceChildren(...rows.slice(0, SHOWN).map(row => el('tr', {}, ...row.map((value, index) => resultCell(value, columns[index], numeric[index])))));
    scroll.scrollTo(0, 0);
}

/** Nine decimals, as SOL has; the whole number is in the title and in the downloads. */
function figure(value) {
    const rounded = Number(value.toFixed(9));
    return String(rounded === 0 ? value : rounded);
}

function resultCell(value, column, numeric) {
    if (value === null) {
        return el('td', {class: `null${numeric ? ' num' : ''}`, text: 'null'});
    }
    if (/mint/.test(column) && typeof value === 'string' && MINT.test(value)) {
        return el('td', {}, el('a', {class: 'mono', href: `#/token/${value}`, text: value}));
    }
    if (typeof value === 'number') {
        return el('td', {class: 'num', text: figure(value), title: String(value)});
    }
    return el('td', {class: MINT.test(value) ? 'mono' : null, text: String(value)});
}
