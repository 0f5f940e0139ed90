/** The figures, wallets and trades of one token. */

import {byId, el, explorer, outside, setAttribute, setText} from './dom.js';
import {WINDOWS, amount, count, counted, direction, fineSol, percent, price, shortKey, signedSol, since, sol, time, utc, windowName} from './format.js';
import {keepRows} from './rows.js';

const tilesNode = byId('token-tiles');

/** Each: key, name, value and a line below, of a token. */
function tiles(token, watermark) {
    const flows = [...WINDOWS].reverse().map(window => ({
        key: `flow${window}`,
        name: `Net ${windowName(window)}`,
        value: signedSol(token.netFlowSol[window]),
        direction: direction(token.netFlowSol[window]),
    }));
    const trades = token.buys300s + token.sells300s;
    return [
        ...flows,
        {key: 'sides', name: 'Buys / sells 5m', value: `${count(token.buys300s)} / ${count(token.sells300s)}`, note: trades ? `${percent(token.buys300s / trades)} buys` : 'no trades'},
        {key: 'wallets', name: 'Wallets 5m', value: count(token.wallets300s), note: `${count(token.botWallets300s)} of bots`},
        {key: 'bots', name: 'Bot share 5m', value: percent(token.botShare300s), note: `${signedSol(token.botFlowSol300s)} SOL`},
        {key: 'dca', name: 'DCA 5m', value: signedSol(token.dcaFlowSol300s), direction: direction(token.dcaFlowSol300s), note: counted(token.dcaWallets300s, 'wallet')},
        {key: 'last', name: 'Last trade', value: since(watermark, token.lastTradeAt), note: time(token.lastTradeAt)},
    ];
}

export function showTiles(token, watermark) {
    keepRows(tilesNode, tiles(token, watermark), tile => tile.key,
        tile => el('div', {class: 'tile'}, el('dt', {text: tile.name}), el('dd', {class: 'value'}), tile.note === undefined ? null : el('dd', {class: 'note'})),
        (node, tile) => {
            setText(node.querySelector('.value'), tile.value);
            setAttribute(node, 'data-direction', tile.direction ?? null);
            if (tile.note !== undefined) {
                setText(node.querySelector('.note'), tile.note);
            }
        });
}

const cells = (...classes) => classes.map(name => el('td', {class: name}));

export function showWallets(wallets, watermark) {
    byId('token-wallets-none').hidden = wallets.length > 0;
    keepRows(byId('token-wallets').tBodies[0], wallets, wallet => wallet.wallet, createWallet, (row, wallet) => {
        const [, bought, sold, net, trades, last] = row.cells;
        setText(bought, sol(wallet.buySol));
        setText(sold, sol(wallet.sellSol));
        setText(net, signedSol(wallet.netFlowSol));
        setAttribute(net, 'data-direction', direction(wallet.netFlowSol));
        setText(trades, count(wallet.trades));
        setText(last, since(watermark, wallet.lastTradeAt));
        const bot = row.querySelector('.bot');
        bot.hidden = !(wallet.botTrades > 0);
        bot.title = `${count(wallet.botTrades)} of ${count(wallet.trades)} trades look like a bot's`;
    });
}

function createWallet(wallet) {
    return el('tr', {},
        el('td', {}, outside(explorer.wallet(wallet.wallet), shortKey(wallet.wallet), {class: 'mono', title: wallet.wallet}), el('span', {class: 'bot tag', text: 'bot'})),
        ...cells('num', 'num', 'num', 'num', 'num'));
}

/** A trade never changes: its row is written once, but for its age. */
export function showTrades(trades, watermark) {
    keepRows(byId('token-trades').tBodies[0], trades, trade => trade.id, createTrade,
        (row, trade) => setAttribute(row.cells[0].firstChild, 'title', `${since(watermark, trade.at)} ago, ${utc(trade.at)}${trade.slot === null ? '' : `, slot ${trade.slot}`}`));
}

function createTrade(trade) {
    const buy = trade.side === 'buy';
    const tokens = trade.tokens === null ? null : `${amount(trade.tokens)} tokens`;
    return el('tr', {},
        el('td', {class: 'figure'}, el('time', {text: time(trade.at)})),
        el('td', {'data-direction': buy ? 'up' : 'down'}, el('i', {'aria-hidden': 'true', class: 'arrow', text: buy ? '▲' : '▼'}), trade.side,
            trade.bot ? el('span', {class: 'tag', text: 'bot'}) : null, trade.dca ? el('span', {class: 'tag', text: 'DCA'}) : null),
        el('td', {class: 'num', text: fineSol(trade.sol), title: tokens}),
        el('td', {class: 'num', text: price(trade.priceSol), title: trade.priceSol === null ? null : `${trade.priceSol} SOL`}),
        el('td', {}, outside(explorer.wallet(trade.wallet), shortKey(trade.wallet), {class: 'mono', title: trade.wallet})),
        el('td', {text: trade.program ?? '–'}),
        el('td', {}, trade.signature === null ? null : outside(explorer.transaction(trade.signature), 'tx ↗',
            {title: trade.signature, 'data-row': true, 'aria-label': `Transaction ${shortKey(trade.signature)} on Solscan`})));
}
