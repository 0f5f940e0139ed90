/** Small drawings in SVG, updated in place. */

const SVG = 'http://www.w3.org/2000/svg';

export function svg(name, attributes) {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    return node;
}

/** Two sheets, one over the other. */
export function copySign() {
    const root = svg('svg', {width: 14, height: 14, viewBox: '0 0 14 14', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.3, 'aria-hidden': 'true'});
    root.append(svg('rect', {x: 1.5, y: 4.5, width: 7, height: 8, rx: 1.5}), svg('path', {d: 'M5 4V3a1.500 1.500 0 0 1 1.500-1.500h4.500A1.500 1.500 0 0 1 12.500 3v5A1.500 1.500 0 0 1 11 9.500h-2'}));
    return root;
}

const BAR = 9;
const STEP = 12;
const HEIGHT = 20;
const MIDDLE = HEIGHT / 2;

/** One bar a window around a middle line: above for inflow, below for outflow. */
export function windowBars(windows) {
    const root = svg('svg', {class: 'spark', width: windows.length * STEP, height: HEIGHT, viewBox: `0 0 ${windows.length * STEP} ${HEIGHT}`, role: 'img'});
    root.append(svg('path', {class: 'axis', d: `M0 ${MIDDLE}H${windows.length * STEP}`}));
    windows.forEach((_, index) => root.append(svg('rect', {x: index * STEP + 1.5, width: BAR, y: MIDDLE, height: 0, rx: 1})));
    return root;
}

/** Square roots, so that a minute can be seen beside four hours; `chosen` is the index of the emphasised window; `label` tells flows in words. */
export function updateWindowBars(root, flows, chosen, label) {
    const signature = `${chosen}|${flows.join()}`;
    if (root.signature === signature) {
        return;
    }
    root.signature = signature;
    const top = Math.sqrt(Math.max(...flows.map(Math.abs), 1e-9));
    const bars = root.querySelectorAll('rect');
    flows.forEach((flow, index) => {
        const height = flow === 0 ? 0 : Math.max(1, (Math.sqrt(Math.abs(flow)) / top) * (MIDDLE - 0.5));
        const bar = bars[index];
        bar.setAttribute('height', height.toFixed(1));
        bar.setAttribute('y', (flow > 0 ? MIDDLE - height : MIDDLE).toFixed(1));
        bar.setAttribute('class', `${flow > 0 ? 'up' : 'down'}${index === chosen ? ' chosen' : ''}`);
    });
    root.setAttribute('aria-label', label(flows));
}

const LINE_WIDTH = 160;
const LINE_HEIGHT = 32;

export function trendLine() {
    const root = svg('svg', {class: 'trend', viewBox: `0 0 ${LINE_WIDTH} ${LINE_HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true'});
    root.append(svg('path', {class: 'area', d: ''}), svg('path', {class: 'line', d: '', 'vector-effect': 'non-scaling-stroke'}));
    return root;
}

/**
 * The values of the last seconds, newest right; `capacity` values fill the width, null is a hole. From zero up, so that noise
 * looks like noise, and up to `least` at the least; without `least` only the range that the values have.
 */
export function updateTrendLine(root, values, capacity, least) {
    const known = values.filter(value => value !== null);
    const [area, line] = root.children;
    if (known.length < 2) {
        line.setAttribute('d', '');
        area.setAttribute('d', '');
        return;
    }
    const low = least === undefined ? Math.min(...known) : 0;
    const range = Math.max(Math.max(...known) - low, least ?? low * 0.001, 1e-9);
    const points = [];
    values.forEach((value, index) => {
        if (value !== null) {
            const x = LINE_WIDTH - ((values.length - 1 - index) * LINE_WIDTH) / (capacity - 1);
            points.push([x.toFixed(1), (LINE_HEIGHT - 2 - ((value - low) / range) * (LINE_HEIGHT - 4)).toFixed(1)]);
        }
    });
    const path = `M${points.map(point => point.join(' ')).join('L')}`;
    line.setAttribute('d', path);
    area.setAttribute('d', `${path}V${LINE_HEIGHT}H${points[0][0]}Z`);
}
