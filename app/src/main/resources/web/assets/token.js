/** The view of one token: its figures, charts, wallets and trades. */

import {Latest, getJson} from './api.js';
import {Chart, loadPlot} from './charts.js';
import {byId, copy, explorer, setAttribute, setText, showState} from './dom.js';
import {signedSol, windowName} from './format.js';
import {nextWindow, stepRow} from './keys.js';
import {showBadges} from './signals.js';
import {load, save, stars} from './store.js';
import {showTiles, showTrades, showWallets} from './tokentables.js';
import {showStar} from './tokenrow.js';

const BARS = 120;
/** Longer windows read more trades and change less from second to second. */
const SLOW_WINDOW_SECONDS = 3600;
const SLOW_EVERY = 3;

const state = byId('token-state');
const body = byId('token-body');
const form = byId('token-form');

export class TokenView {
    #latest = new Latest();
    #mint = null;
    #window = 3600;
    #turn = 0;
    #charts = {net: new Chart(byId('plot-net'), 'net'), sides: new Chart(byId('plot-sides'), 'sides'), kinds: new Chart(byId('plot-kinds'), 'kinds')};

    constructor() {
        form.addEventListener('submit', event => event.preventDefault());
        form.addEventListener('input', () => this.#chooseWindow(Number(new FormData(form).get('window'))));
        byId('token-copy').addEventListener('click', event => copy(this.#mint, event.currentTarget));
        byId('token-star').addEventListener('click', () => stars.toggle(this.#mint));
        addEventListener('stars', () => this.#mint && showStar(byId('token-star'), this.#mint));
        addEventListener('theme', () => this.#repaint());
    }

    title() {
        return this.#mint ? `${this.#mint.slice(0, 6)}…${this.#mint.slice(-4)}` : 'Token';
    }

    /** Without a mint in the address the last one shown comes again. */
    show(route) {
        const mint = route.rest || load('token');
        const window = Number(route.parameters.get('window')) || this.#window;
        const same = mint === this.#mint && window === this.#window;
        this.#window = window;
        form.querySelectorAll('input').forEach(input => (input.checked = Number(input.value) === window));
        if (mint && !route.rest) {
            history.replaceState(null, '', `#/token/${encodeURIComponent(mint)}`);
        }
        this.#showHead(mint);
        if (!mint) {
            body.hidden = true;
            showState(state, 'empty', 'No token is chosen', 'Open one from the tokens: its row, or j and k and then Enter.');
            return;
        }
        if (!same) {
            body.hidden = true;
            showState(state, 'loading', 'Reading the trades…');
        }
        this.#load(true);
    }

    hide() {
        this.#latest.cancel();
    }

    leave() {
        location.hash = '#/tokens';
    }

    refresh() {
        if (this.#mint && (this.#window < SLOW_WINDOW_SECONDS || this.#turn++ % SLOW_EVERY === 0)) {
            this.#load(false);
        }
    }

    key(event) {
        switch (event.key) {
            case 'j':
                stepRow(byId('token-trades').tBodies[0], 1);
                return true;
            case 'k':
                stepRow(byId('token-trades').tBodies[0], -1);
                return true;
            case 'w':
                nextWindow(byId('token-window'));
                return true;
            case 's':
                if (this.#mint) {
                    stars.toggle(this.#mint);
                }
                return true;
            case 'c':
                if (this.#mint) {
                    copy(this.#mint, byId('token-copy'));
                }
                return true;
            default:
                return false;
        }
    }

    #showHead(mint) {
        this.#mint = mint || null;
        byId('token-tools').hidden = !mint;
        form.hidden = !mint;
        byId('token-badges').hidden = !mint;
        setText(byId('token-mint'), mint || 'Token');
        if (mint) {
            showStar(byId('token-star'), mint);
            setAttribute(byId('token-explorer'), 'href', explorer.token(mint));
        }
    }

    #chooseWindow(window) {
        this.#window = window;
        history.replaceState(null, '', `#/token/${encodeURIComponent(this.#mint)}?window=${window}`);
        this.#load(true);
    }

    async #load(now) {
        const mint = this.#mint;
        const ask = signal => getJson(`/api/tokens/${encodeURIComponent(mint)}`, {window: this.#window, bars: BARS}, signal);
        try {
            const answer = await (now ? this.#latest.now(ask) : this.#latest.poll(ask));
            if (answer && mint === this.#mint) {
                const Plot = await loadPlot();
                save('token', mint);
                this.#render(answer, Plot);
            }
        } catch (failure) {
            this.#fail(failure);
        }
    }

    #fail(failure) {
        if (failure.status === 404 || failure.status === 400) {
            body.hidden = true;
            showState(state, 'error', 'This token is not known here', failure.message, {text: 'Back to the tokens', run: () => this.leave()});
        } else if (body.hidden) {
            showState(state, 'error', 'No answer', failure.message, {text: 'Try again', run: () => this.#load(true)});
        }
    }

    #render(answer, Plot) {
        showState(state, null);
        body.hidden = false;
        showBadges(byId('token-badges'), answer.token);
        showTiles(answer.token, answer.watermark);
        setText(byId('token-bar'), answer.barSeconds >= 60 && answer.barSeconds % 60 === 0 ? `${answer.barSeconds / 60} min` : `${answer.barSeconds} s`);
        this.#draw(answer, Plot);
        showWallets(answer.wallets, answer.watermark);
        showTrades(answer.trades, answer.watermark);
    }

    #draw({bars, window}, Plot) {
        const net = runningSum(bars.buySol.map((buy, index) => buy - bars.sellSol[index]));
        const people = runningSum(bars.humanFlowSol);
        const bots = runningSum(bars.botFlowSol);
        const dca = runningSum(bars.dcaFlowSol);
        const name = windowName(window);
        this.#charts.net.draw(Plot, [bars.at, net], `Net flow over ${name}: ${signedSol(net.at(-1))} SOL`);
        this.#charts.sides.draw(Plot, [bars.at, bars.buySol, bars.sellSol.map(sell => -sell)],
            `Over ${name} ${signedSol(total(bars.buySol))} SOL of buys and ${signedSol(-total(bars.sellSol))} SOL of sells`);
        this.#charts.kinds.draw(Plot, [bars.at, people, bots, dca],
            `Net flow over ${name}: people ${signedSol(people.at(-1))}, bots ${signedSol(bots.at(-1))}, DCA ${signedSol(dca.at(-1))} SOL`);
    }

    async #repaint() {
        if (!body.hidden) {
            const Plot = await loadPlot();
            Object.values(this.#charts).forEach(chart => chart.repaint(Plot));
        }
    }
}

function runningSum(values) {
    let sum = 0;
    return values.map(value => (sum += value));
}

const total = values => values.reduce((sum, value) => sum + value, 0);
