/** The tokens view: asks once a second for what is chosen and shows it in place. */

import {Latest, getJson} from './api.js';
import {Choice} from './choice.js';
import {byId, copy, say, setText, showState} from './dom.js';
import {count, counted} from './format.js';
import {nextWindow, stepRow} from './keys.js';
import {clearRows, keepRows, shownKeys} from './rows.js';
import {loadSignals} from './signals.js';
import {stars} from './store.js';
import {createTokenRow, showStar, skeletonRow, updateTokenRow} from './tokenrow.js';

const PAGE = 100;
const MOST = 500;
const HOLD_MS = 2_500;
const SIGNALS_EVERY = 5;
const SKELETONS = 18;

const body = byId('tokens-rows');
const scroll = byId('tokens-scroll');
const state = byId('tokens-state');
const more = byId('tokens-more');

export class TokensView {
    #latest = new Latest();
    #choice = new Choice();
    #limit = PAGE;
    #pointedAt = -HOLD_MS;
    /** The tokens shown, by mint. */
    #shown = new Map();
    #turn = 0;
    #opened = null;

    constructor() {
        this.#choice.addEventListener('change', () => this.#chosen());
        more.addEventListener('click', () => this.#showMore());
        body.addEventListener('pointermove', event => this.#pointed(event));
        body.addEventListener('pointerleave', () => this.#release());
        body.addEventListener('click', event => this.#clicked(event));
        addEventListener('stars', () => this.#starsChanged());
        for (let index = 0; index < SKELETONS; index++) {
            body.append(skeletonRow(index));
        }
    }

    title() {
        return 'Tokens';
    }

    show(route) {
        const changed = this.#choice.take(route.parameters);
        if (this.#opened) {
            body.querySelector(`tr[data-mint="${CSS.escape(this.#opened)}"] a`)?.focus({preventScroll: true});
            this.#opened = null;
        }
        this.#load(changed);
        loadSignals();
    }

    hide() {
        this.#latest.cancel();
        this.#choice.cancel();
    }

    refresh() {
        this.#load(false);
        if (this.#turn++ % SIGNALS_EVERY === 0) {
            loadSignals();
        }
    }

    key(event) {
        const row = document.activeElement?.closest?.('tr[data-mint]');
        const choosing = document.activeElement?.type === 'radio';
        switch (event.key) {
            case '/':
                byId('tokens-text').focus();
                byId('tokens-text').select();
                return true;
            case 'j':
            case 'ArrowDown':
                return this.#step(1, choosing && event.key !== 'j');
            case 'k':
            case 'ArrowUp':
                return this.#step(-1, choosing && event.key !== 'k');
            case 'w':
                nextWindow(byId('tokens-window'));
                return true;
            case 's':
                if (row) {
                    say(stars.toggle(row.dataset.mint) ? 'Starred' : 'Star removed');
                }
                return true;
            case 'c':
                if (row) {
                    copy(row.dataset.mint, row.parts.copier);
                }
                return true;
            default:
                return false;
        }
    }

    /** Arrows in a group of radio buttons are the group's own. */
    #step(step, foreign) {
        if (!foreign) {
            stepRow(body, step);
        }
        return !foreign;
    }

    #clicked(event) {
        const row = event.target.closest('tr[data-mint]');
        if (!row) {
            return;
        }
        if (event.target.closest('a')) {
            this.#opened = row.dataset.mint;
        } else if (!event.target.closest('button') && getSelection().isCollapsed) {
            row.parts.link.click();
        }
    }

    #pointed(event) {
        if (event.pointerType === 'mouse') {
            this.#pointedAt = performance.now();
        }
    }

    #release() {
        this.#pointedAt = -HOLD_MS;
    }

    /** While a mouse moves over the rows, or text in them is selected, they keep their places: nobody hits the wrong one. */
    #held() {
        const selection = getSelection();
        const selecting = !selection.isCollapsed && body.contains(selection.anchorNode);
        return this.#shown.size > 0 && (selecting || performance.now() - this.#pointedAt < HOLD_MS);
    }

    #chosen() {
        this.#limit = PAGE;
        this.#release();
        this.#load(true);
    }

    #showMore() {
        this.#limit = Math.min(MOST, this.#limit + PAGE);
        this.#load(true);
    }

    async #load(now) {
        if (this.#choice.starredOnly && stars.all().length === 0) {
            this.#latest.cancel();
            this.#render({watermark: 0, total: 0, tokens: []});
            return;
        }
        const ask = signal => getJson('/api/tokens', {...this.#choice.parameters(), limit: this.#limit}, signal);
        scroll.toggleAttribute('data-loading', now);
        try {
            const answer = await (now ? this.#latest.now(ask) : this.#latest.poll(ask));
            if (answer) {
                this.#render(answer);
            }
        } catch (failure) {
            this.#fail(failure);
        }
        if (!this.#latest.busy) {
            scroll.removeAttribute('data-loading');
        }
    }

    #render(answer) {
        const tokens = this.#held() ? this.#inPlace(answer.tokens) : answer.tokens;
        const window = this.#choice.window;
        const top = Math.max(0, ...tokens.map(token => Math.abs(token.netFlowSol[window] ?? 0)));
        const context = {window, watermark: answer.watermark, top};
        this.#dropSkeletons();
        keepRows(body, tokens, token => token.mint, createTokenRow, (row, token) => updateTokenRow(row, token, context));
        this.#shown = new Map(tokens.map(token => [token.mint, token]));
        const full = answer.tokens.length >= MOST && answer.total > MOST;
        setText(byId('tokens-count'), counted(answer.total, 'token') + (full ? `, the first ${count(MOST)} shown` : ''));
        const left = Math.min(answer.total, MOST) - answer.tokens.length;
        more.hidden = left <= 0;
        setText(more, `Show ${Math.min(PAGE, left)} more of ${count(answer.total)}`);
        this.#explainEmptiness(tokens.length === 0);
    }

    /** The rows as they stand: gone ones stay, new ones come at the end. */
    #inPlace(tokens) {
        const fresh = new Map(tokens.map(token => [token.mint, token]));
        const kept = shownKeys(body).map(mint => fresh.get(mint) ?? this.#shown.get(mint)).filter(token => token !== undefined);
        return [...kept, ...tokens.filter(token => !this.#shown.has(token.mint))];
    }

    #explainEmptiness(empty) {
        if (!empty) {
            showState(state, null);
        } else if (this.#choice.starredOnly && stars.all().length === 0) {
            showState(state, 'empty', 'No stars yet', 'Star a token with ☆ or the key s. Stars stay in this browser.');
        } else if (this.#choice.narrowed) {
            showState(state, 'empty', 'No token passes the filter', 'None of the tokens traded lately has all that you ask for.', this.#clearing());
        } else {
            showState(state, 'empty', 'No trades yet', 'The first tokens appear as soon as the stream brings a swap.');
        }
    }

    #clearing() {
        return {text: 'Clear the filter', run: () => this.#choice.clearFilter()};
    }

    /** A wrong filter is the reader's matter; of a lost server the banner tells, while the old rows stay. */
    #fail(failure) {
        this.#dropSkeletons();
        if (failure.status >= 400 && failure.status < 500) {
            clearRows(body);
            this.#shown.clear();
            more.hidden = true;
            showState(state, 'error', 'That cannot be shown', failure.message, this.#clearing());
        } else if (this.#shown.size === 0) {
            showState(state, 'error', 'No answer', failure.message, {text: 'Try again', run: () => this.#load(true)});
        }
    }

    #dropSkeletons() {
        body.querySelectorAll('.skeleton').forEach(row => row.remove());
    }

    #starsChanged() {
        for (const row of body.querySelectorAll('tr[data-mint]')) {
            showStar(row.parts.star, row.dataset.mint);
        }
        if (this.#choice.starredOnly && !byId('view-tokens').hidden) {
            this.#load(true);
        }
    }
}
