/** What the tokens view is asked to show: in the address after #, in the form, in the table's heads, and as the API's parameters. */

import {byId, setText} from './dom.js';
import {windowName} from './format.js';
import {stars} from './store.js';

const DEFAULTS = {window: '300', sort: 'flow', order: 'desc', text: '', minSol: '', minWallets: '', hideBots: '', starred: ''};
const FILTERS = ['text', 'minSol', 'minWallets', 'hideBots', 'starred'];
const TYPED = ['text', 'minSol', 'minWallets'];
const TYPING_PAUSE_MS = 150;
/** A first click on these heads sorts upwards: by name, and what traded last first. */
const FIRST_ORDER = {mint: 'asc', age: 'asc'};

const form = byId('tokens-form');
const heads = byId('tokens').tHead;

/** Sends `change` when the reader has chosen something else, after a pause while typing. */
export class Choice extends EventTarget {
    #values = {...DEFAULTS};
    #timer = null;

    constructor() {
        super();
        form.addEventListener('submit', event => event.preventDefault());
        form.addEventListener('input', event => this.#formChanged(event.target));
        heads.addEventListener('click', event => this.#headClicked(event.target.closest('th')?.dataset.sort));
    }

    /** Takes what an address says; gives whether that is something else than before. */
    take(parameters) {
        const before = JSON.stringify(this.#values);
        Object.keys(DEFAULTS).forEach(name => (this.#values[name] = parameters.get(name) ?? DEFAULTS[name]));
        this.#show();
        return JSON.stringify(this.#values) !== before;
    }

    get window() {
        return Number(this.#values.window);
    }

    get starredOnly() {
        return this.#values.starred === 'true';
    }

    /** Whether anything is filtered. */
    get narrowed() {
        return FILTERS.some(name => this.#values[name] !== '');
    }

    parameters() {
        const {starred, ...rest} = this.#values;
        return starred ? {...rest, mints: stars.all().join()} : rest;
    }

    clearFilter() {
        document.activeElement?.blur();
        const {window, sort, order} = this.#values;
        this.#choose({...DEFAULTS, window, sort, order}, 0);
    }

    cancel() {
        clearTimeout(this.#timer);
    }

    #formChanged(input) {
        const given = new FormData(form);
        const values = {...this.#values, window: given.get('window')};
        TYPED.forEach(name => (values[name] = given.get(name).trim()));
        values.hideBots = given.has('hideBots') ? 'true' : '';
        values.starred = given.has('starred') ? 'true' : '';
        if (input.name === 'sort') {
            [values.sort, values.order] = input.value.split(' ');
        }
        this.#choose(values, TYPED.includes(input.name) ? TYPING_PAUSE_MS : 0);
    }

    #headClicked(sort) {
        if (!sort) {
            return;
        }
        const turned = this.#values.order === 'desc' ? 'asc' : 'desc';
        const order = sort === this.#values.sort ? turned : FIRST_ORDER[sort] ?? 'desc';
        this.#choose({...this.#values, sort, order}, 0);
    }

    /** The address follows without a step in the history. */
    #choose(values, waitMs) {
        this.#values = values;
        const parameters = new URLSearchParams(Object.entries(values).filter(([name, value]) => value !== DEFAULTS[name]));
        history.replaceState(null, '', parameters.size ? `#/tokens?${parameters}` : '#/tokens');
        this.#show();
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.dispatchEvent(new Event('change')), waitMs);
    }

    #show() {
        const {window, sort, order, hideBots, starred} = this.#values;
        for (const input of form.elements) {
            if (input.type === 'radio') {
                input.checked = input.value === window;
            } else if (TYPED.includes(input.name) && input !== document.activeElement) {
                input.value = this.#values[input.name];
            }
        }
        form.elements.hideBots.checked = hideBots === 'true';
        form.elements.starred.checked = starred === 'true';
        form.elements.sort.value = `${sort} ${order}`;
        setText(byId('tokens-flow-window'), windowName(Number(window)));
        for (const head of heads.querySelectorAll('[data-sort]')) {
            if (head.dataset.sort === sort) {
                head.setAttribute('aria-sort', order === 'asc' ? 'ascending' : 'descending');
            } else {
                head.removeAttribute('aria-sort');
            }
        }
    }
}
