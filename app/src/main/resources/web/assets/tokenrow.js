/** One row of the tokens table: made once, then only what differs is written. */

import {copy, el, setAttribute, setFigure, setText} from './dom.js';
import {WINDOWS, count, counted, direction, percent, signedSol, since, windowName} from './format.js';
import {showBadges} from './signals.js';
import {copySign, updateWindowBars, windowBars} from './spark.js';
import {stars} from './store.js';

const BOT_DRIVEN = 0.5;

export function showStar(button, mint) {
    const starred = stars.has(mint);
    setText(button, starred ? '★' : '☆');
    setAttribute(button, 'aria-pressed', String(starred));
    setAttribute(button, 'aria-label', starred ? 'Remove the star' : 'Star');
}

/** The mint as a link; its middle gives way when there is no room, its ends never. */
export function mintLink(mint) {
    return el('a', {class: 'mint mono', href: `#/token/${encodeURIComponent(mint)}`, title: mint, 'data-row': true, 'aria-label': mint},
        el('span', {class: 'head', text: mint.slice(0, -4)}), el('span', {text: mint.slice(-4)}));
}

const cell = (className, label, ...children) => el('td', {class: className, role: 'cell', 'data-label': label}, ...children);

export function createTokenRow(token) {
    const mint = token.mint;
    const star = el('button', {type: 'button', class: 'icon star', on: {click: () => stars.toggle(mint)}});
    const copier = el('button', {type: 'button', class: 'icon copy', 'aria-label': 'Copy the mint', title: 'Copy the mint (c)', on: {click: () => copy(mint, copier)}}, copySign());
    const row = el('tr', {role: 'row', 'data-mint': mint},
        cell('c-star', null, star),
        cell('c-mint', null, el('div', {class: 'mint-line'}, mintLink(mint), copier, el('span', {class: 'badges'}))),
        cell('c-flow num', null, el('span', {class: 'flow'}), el('i', {class: 'track', 'aria-hidden': 'true'}, el('i'))),
        cell('c-spark', null, windowBars(WINDOWS)),
        cell('c-buys num', 'buys'),
        cell('c-sells num', 'sells'),
        cell('c-wallets num', 'wallets'),
        cell('c-bots num', 'bots'),
        cell('c-dca num', 'DCA'),
        cell('c-age num', 'ago'));
    row.parts = {
        star,
        copier,
        link: row.querySelector('a'),
        badges: row.querySelector('.badges'),
        flow: row.querySelector('.flow'),
        track: row.querySelector('.track > i'),
        spark: row.querySelector('.spark'),
        cells: [...row.cells],
    };
    return row;
}

/** `top` is the largest flow shown, which fills the bar under the figure. */
export function updateTokenRow(row, token, {window, watermark, top}) {
    const {star, badges, flow, track, spark, cells} = row.parts;
    showStar(star, token.mint);
    showBadges(badges, token);
    const net = token.netFlowSol[window];
    setFigure(flow, net, signedSol);
    setAttribute(flow.parentNode, 'data-direction', direction(net));
    const width = `scaleX(${(top > 0 ? Math.min(1, Math.abs(net) / top) : 0).toFixed(3)})`;
    if (track.style.transform !== width) {
        track.style.transform = width;
    }
    const flows = WINDOWS.map(seconds => token.netFlowSol[seconds] ?? 0);
    updateWindowBars(spark, flows, WINDOWS.indexOf(window), sparkLabel);
    setFigure(cells[4], token.buys300s, count);
    setFigure(cells[5], token.sells300s, count);
    setFigure(cells[6], token.wallets300s, count);
    setFigure(cells[7], token.botShare300s, percent);
    setAttribute(cells[7], 'data-bots', token.botShare300s > BOT_DRIVEN ? 'most' : token.botShare300s > 0 ? 'some' : 'none');
    setFigure(cells[8], token.dcaFlowSol300s, dcaFlow);
    setAttribute(cells[8], 'data-direction', direction(token.dcaFlowSol300s));
    setAttribute(cells[8], 'title', token.dcaWallets300s > 0 ? counted(token.dcaWallets300s, 'wallet') : null);
    setText(cells[9], since(watermark, token.lastTradeAt));
}

function sparkLabel(flows) {
    return `Net flow: ${flows.map((flow, index) => `${windowName(WINDOWS[index])} ${signedSol(flow)}`).join(', ')} SOL`;
}

/** A row in the shape of what is to come. */
export function skeletonRow(index) {
    const row = el('tr', {class: 'skeleton', 'aria-hidden': 'true'});
    for (let column = 0; column < 10; column++) {
        const bone = el('i');
        bone.style.width = `${column === 1 ? 30 + ((index * 37) % 40) : 45 + ((index * 23 + column * 17) % 40)}%`;
        row.append(el('td', {}, bone));
    }
    return row;
}

/** Most tokens have no DCA: a dot is calmer than a column of zeros. */
const dcaFlow = flow => (flow === 0 ? '·' : signedSol(flow));
