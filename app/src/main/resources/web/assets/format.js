/** Numbers, times and addresses as people read them. Times are unix seconds of the chain; shown in the browser's time zone. */

const MINUS = '−';
const NONE = '–';
const two = new Intl.NumberFormat('en-US', {minimumFractionDigits: 2, maximumFractionDigits: 2});
const one = new Intl.NumberFormat('en-US', {minimumFractionDigits: 1, maximumFractionDigits: 1});
const three = new Intl.NumberFormat('en-US', {minimumFractionDigits: 3, maximumFractionDigits: 3});
const whole = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});
const compact = new Intl.NumberFormat('en-US', {notation: 'compact', maximumSignificantDigits: 4});
const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const day = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});

const missing = value => value === null || value === undefined || !Number.isFinite(value);

function magnitude(value) {
    return value >= 100_000 ? compact.format(value) : two.format(value);
}

/** SOL without a sign. */
export function sol(value) {
    return missing(value) ? NONE : (value < 0 ? MINUS : '') + magnitude(Math.abs(value));
}



/** The SOL of one trade, which may be small. */
export const fineSol = value => (missing(value) ? NONE : value >= 100_000 ? compact.format(value) : three.format(value));

/** SOL with its sign; what rounds to nothing has none. */
export function signedSol(value) {
    if (missing(value)) {
        return NONE;
    }
    const text = magnitude(Math.abs(value));
    if (text === '0.00') {
        return text;
    }
    return (value < 0 ? MINUS : '+') + text;
}

/** `up`, `down` or `flat`, after rounding as shown. */
export function direction(value) {
    return missing(value) || Math.abs(value) < 0.005 ? 'flat' : value > 0 ? 'up' : 'down';
}

export const count = value => (missing(value) ? NONE : whole.format(value));

/** A count with its word, which gets an s unless it is one. */
export const counted = (value, word) => `${count(value)} ${word}${value === 1 ? '' : 's'}`;

export function rate(value) {
    return missing(value) ? NONE : value >= 100 || value === 0 ? whole.format(value) : one.format(value);
}

export const percent = share => (missing(share) ? NONE : `${Math.round(share * 100)}%`);

export const amount = value => (missing(value) ? NONE : compact.format(value));

/** A price in SOL; long runs of zeros as a small number, 0.0₆312 for 0.000000312. */
export function price(value) {
    if (missing(value)) {
        return NONE;
    }
    if (value === 0 || value >= 0.001) {
        return value >= 1000 ? compact.format(value) : String(Number(value.toPrecision(4)));
    }
    const [digits, exponent] = value.toExponential(3).split('e');
    const zeros = -Number(exponent) - 1;
    const small = [...String(zeros)].map(digit => '₀₁₂₃₄₅₆₇₈₉'[digit]).join('');
    return `0.0${small}${digits.replace('.', '').replace(/0+$/, '')}`;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function bytes(value) {
    if (missing(value)) {
        return NONE;
    }
    let unit = 0;
    let rest = value;
    while (rest >= 1024 && unit < UNITS.length - 1) {
        rest /= 1024;
        unit++;
    }
    return `${unit === 0 || rest >= 100 ? whole.format(rest) : one.format(rest)} ${UNITS[unit]}`;
}

export function ms(value) {
    return missing(value) ? NONE : value >= 1000 ? `${two.format(value / 1000)} s` : `${value < 10 ? one.format(value) : whole.format(value)} ms`;
}

/** A span in its largest unit: 0s, 59s, 3m, 2h, 5d. */
export function age(seconds) {
    if (missing(seconds)) {
        return NONE;
    }
    const span = Math.max(0, Math.floor(seconds));
    if (span < 60) {
        return `${span}s`;
    }
    if (span < 3600) {
        return `${Math.floor(span / 60)}m`;
    }
    return span < 86_400 ? `${Math.floor(span / 3600)}h` : `${Math.floor(span / 86_400)}d`;
}

/** The age of something that happened `at`, which may be unknown. */
export const since = (watermark, at) => (missing(watermark) || missing(at) ? NONE : age(watermark - at));

/** A span in two units, for uptimes. */
export function span(seconds) {
    if (missing(seconds)) {
        return NONE;
    }
    const total = Math.max(0, Math.floor(seconds));
    if (total < 60) {
        return `${total} s`;
    }
    if (total < 3600) {
        return `${Math.floor(total / 60)} min ${total % 60} s`;
    }
    if (total < 86_400) {
        return `${Math.floor(total / 3600)} h ${Math.floor((total % 3600) / 60)} min`;
    }
    return `${Math.floor(total / 86_400)} d ${Math.floor((total % 86_400) / 3600)} h`;
}

export const time = at => (missing(at) || at <= 0 ? NONE : clock.format(at * 1000));

export const date = at => (missing(at) || at <= 0 ? NONE : day.format(at * 1000));

export const utc = at => (missing(at) || at <= 0 ? '' : `${new Date(at * 1000).toISOString().replace('T', ' ').slice(0, 19)} UTC`);

export const shortKey = key => (key.length > 11 ? `${key.slice(0, 4)}…${key.slice(-4)}` : key);

export const WINDOWS = [14_400, 7200, 3600, 900, 300, 60];

export const windowName = seconds => ({60: '1m', 300: '5m', 900: '15m', 3600: '1h', 7200: '2h', 14400: '4h'})[seconds] ?? `${seconds}s`;
