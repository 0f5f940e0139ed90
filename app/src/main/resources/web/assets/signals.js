/** Signals: their badges, and the line of the newest above the tokens. */

import {Latest, getJson} from './api.js';
import {byId, el, setText} from './dom.js';
import {shortKey, signedSol, time, utc} from './format.js';
import {keepRows} from './rows.js';

const SHOWN = 12;

const MEANINGS = {
    BREAKOUT: ['▲', 'Breakout', 'the flow a second rises from 15 minutes to 5 to 1'],
    REACCUMULATION: ['↻', 'Reaccumulation', 'DCA orders buy while the flow is above its pace'],
    FOCUSED_BUYERS: ['◎', 'Focused buyers', 'few wallets bring most of the inflow'],
    PERSISTENCE: ['≡', 'Persistence', 'inflow over 1, 5 and 15 minutes'],
    FLOW_REVERSAL: ['▼', 'Reversal', 'outflow in the last minute after inflow'],
};

export function signalBadge(kind) {
    const [sign, name, meaning] = MEANINGS[kind] ?? ['•', kind, kind];
    return el('span', {class: 'badge', 'data-kind': kind, title: `${name}: ${meaning}`}, el('i', {'aria-hidden': 'true', text: sign}), name);
}

/** The badges of a token, written only when they change. */
export function showBadges(node, token) {
    const kinds = [...new Set(token.signals ?? [])];
    const signature = `${kinds.join()}|${token.blocked}`;
    if (node.dataset.shown === signature) {
        return;
    }
    node.dataset.shown = signature;
    node.replaceChildren(...kinds.map(signalBadge));
    if (token.blocked) {
        node.append(el('span', {class: 'badge', 'data-kind': 'BLOCKED', title: 'On the blocklist'}, el('i', {'aria-hidden': 'true', text: '⊘'}), 'Blocked'));
    }
}

const latest = new Latest();
const list = byId('signals');

/** Asks for the newest; the line is not there while there are none. */
export async function loadSignals() {
    try {
        const answer = await latest.poll(signal => getJson('/api/signals', {limit: SHOWN}, signal));
        if (answer) {
            list.hidden = answer.signals.length === 0;
            keepRows(list, answer.signals, signal => signal.id, createItem, updateItem);
        }
    } catch {
        // the tokens below tell when the server is gone
    }
}

function createItem(signal) {
    return el('li', {}, el('a', {href: `#/token/${encodeURIComponent(signal.mint)}`, title: signal.mint},
        signalBadge(signal.kind),
        el('span', {class: 'mono', text: shortKey(signal.mint)}),
        el('span', {class: 'figure'}),
        el('time', {class: 'quiet-text', text: time(signal.at), title: utc(signal.at)})));
}

function updateItem(node, signal) {
    setText(node.querySelector('.figure'), signedSol(signal.netFlowSol300s));
}
