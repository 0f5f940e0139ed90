/** The token's charts, by uPlot, which is loaded when the first is needed. */

import {el} from './dom.js';
import {signedSol, sol, time} from './format.js';

let loading = null;

function element(node) {
    return new Promise((resolve, reject) => {
        node.addEventListener('load', resolve);
        node.addEventListener('error', () => reject(new Error('The chart library did not load; reload the page.')));
        document.head.append(node);
    });
}

/** Gives uPlot; a failed load is tried again with the next call. */
export function loadPlot() {
    loading ??= Promise.all([
        element(el('link', {rel: 'stylesheet', href: '/assets/uPlot.min.css'})),
        element(el('script', {src: '/assets/uPlot.iife.min.js'})),
    ]).then(() => globalThis.uPlot).catch(failure => {
        loading = null;
        throw failure;
    });
    return loading;
}

/** A colour of the theme as the canvas wants it. */
function colour(name) {
    const probe = el('i', {hidden: true});
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
}

const faint = (rgb, share) => rgb.replace(/^rgb\((.*)\)$/, `rgba($1, ${share})`);

const font = size => `${size}px ${getComputedStyle(document.body).fontFamily}`;

const HEIGHT = 190;
const HEIGHT_TALL = 250;

function axes() {
    const ink = colour('muted');
    const grid = {stroke: colour('line-soft'), width: 1};
    return [
        {stroke: ink, font: font(11), grid: {show: false}, ticks: {stroke: colour('line'), size: 4}, space: 70, size: 30, values: timeLabels},
        {stroke: ink, font: font(11), grid, ticks: {show: false}, size: 58, space: 34, side: 1, values: (_, splits) => splits.map(axisSol)},
    ];
}

/** Seconds only where the marks are less than a minute apart. */
const timeLabels = (_, splits, axis, space, step) => splits.map(at => (step < 60 ? time(at) : time(at).slice(0, 5)));

const axisSol = value => (Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 1 ? 2 : 1)).replace('-', '−');

/** Zero always in view, and a little air above and below. */
function range(_, low, high) {
    const bottom = Math.min(0, low ?? 0);
    const top = Math.max(0, high ?? 0);
    const air = (top - bottom || 1) * 0.08;
    return [bottom === 0 ? 0 : bottom - air, top === 0 && bottom < 0 ? 0 : top + air];
}

/** Green above zero and red below, as one gradient with a hard edge. */
function aroundZero(above, below) {
    return plot => {
        const zero = plot.valToPos(0, 'y', true);
        const {top, height} = plot.bbox;
        if (!Number.isFinite(zero) || height === 0) {
            return above;
        }
        const edge = Math.min(1, Math.max(0, (zero - top) / height));
        const gradient = plot.ctx.createLinearGradient(0, top, 0, top + height);
        gradient.addColorStop(edge, above);
        gradient.addColorStop(edge, below);
        return gradient;
    };
}

function zeroLine(plot) {
    const y = Math.round(plot.valToPos(0, 'y', true)) + 0.5;
    const {left, width} = plot.bbox;
    plot.ctx.save();
    plot.ctx.strokeStyle = colour('line-strong');
    plot.ctx.lineWidth = devicePixelRatio;
    plot.ctx.beginPath();
    plot.ctx.moveTo(left, y);
    plot.ctx.lineTo(left + width, y);
    plot.ctx.stroke();
    plot.ctx.restore();
}

/** Without a pointer the legend tells the newest values. */
function legendAtRest(plot) {
    if (plot.cursor.idx === null || plot.cursor.idx === undefined) {
        plot.setLegend({idx: plot.data[0].length - 1}, false);
    }
}

const value = (_, figure) => signedSol(figure);

function netSeries() {
    const up = colour('buy');
    const down = colour('sell');
    return [{label: 'net', value, width: 1.75, stroke: aroundZero(up, down), fill: aroundZero(faint(up, 0.16), faint(down, 0.16)), fillTo: 0, points: {show: false}}];
}

function sideSeries(Plot) {
    const paths = Plot.paths.bars({size: [0.78, 14]});
    const bars = (label, name) => ({label, paths, value: (_, figure) => sol(figure === null || figure === undefined ? figure : Math.abs(figure)), stroke: colour(name), width: 0, fill: colour(name), points: {show: false}});
    return [bars('buys', 'buy'), bars('sells', 'sell')];
}

function kindSeries() {
    const line = (label, name, dash, width = 1.75) => ({label, value, stroke: colour(name), width, dash, points: {show: false}});
    return [line('people', 'accent'), line('bots', 'warn', [6, 4]), line('DCA', 'muted', [2, 3])];
}

const KINDS = {
    net: {series: netSeries, height: HEIGHT_TALL},
    sides: {series: sideSeries, height: HEIGHT},
    kinds: {series: kindSeries, height: HEIGHT},
};

/** One chart in its place; it follows the width of the place. */
export class Chart {
    #plot = null;
    #node;
    #kind;
    #data = null;

    /** `kind`: net, sides or kinds. */
    constructor(node, kind) {
        this.#node = node;
        this.#kind = KINDS[kind];
        new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(node);
    }

    /** `data`: times and one list a series; `label` says the same in words. */
    draw(Plot, data, label) {
        this.#data = data;
        this.#node.setAttribute('aria-label', label);
        if (this.#plot) {
            this.#plot.setData(data);
        } else {
            this.#make(Plot);
        }
    }

    /** With the colours of the theme as it is now. */
    repaint(Plot) {
        if (this.#plot) {
            this.#plot.destroy();
            this.#make(Plot);
        }
    }

    #size() {
        return {width: Math.max(200, this.#node.clientWidth), height: this.#kind.height};
    }

    #make(Plot) {
        this.#plot = new Plot({
            ...this.#size(),
            padding: [8, 0, 0, 8],
            series: [{label: 'time', value: (_, at) => time(at)}, ...this.#kind.series(Plot)],
            axes: axes(),
            scales: {x: {time: true}, y: {range}},
            cursor: {sync: {key: 'token'}, drag: {x: false, y: false}, points: {size: 6}},
            legend: {live: true},
            hooks: {drawAxes: [zeroLine], setCursor: [legendAtRest], setData: [legendAtRest]},
        }, this.#data, this.#node);
    }
}
