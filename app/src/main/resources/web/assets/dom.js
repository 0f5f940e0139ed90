/** Small helpers over the DOM. Text from data always goes in as text, never as HTML. */

export const byId = id => document.getElementById(id);

/** An element with attributes; `text`, `on` (listeners) and false or null (left out) are special. */
export function el(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) {
            continue;
        }
        if (key === 'text') {
            node.textContent = value;
        } else if (key === 'on') {
            Object.entries(value).forEach(([type, listener]) => node.addEventListener(type, listener));
        } else {
            node.setAttribute(key, value === true ? '' : value);
        }
    }
    node.append(...children.filter(child => child !== null && child !== undefined));
    return node;
}

/** Writes only what differs: untouched nodes cost no layout and keep a selection. */
export function setText(node, text) {
    if (node.textContent !== text) {
        node.textContent = text;
    }
}

/** Writes a number in words; the same number again costs nothing, for formatting is what most updates would cost. */
export function setFigure(node, value, format) {
    if (node.figure !== value || node.figure === undefined) {
        node.figure = value;
        setText(node, format(value));
    }
}

export function setAttribute(node, name, value) {
    if (value === null) {
        node.removeAttribute(name);
    } else if (node.getAttribute(name) !== value) {
        node.setAttribute(name, value);
    }
}

/** Tells a screen reader, and nobody else. */
export function say(text) {
    byId('said').textContent = text;
}

export async function copy(text, button) {
    let done;
    try {
        await navigator.clipboard.writeText(text);
        done = 'Copied';
    } catch {
        done = 'The browser refused to copy';
    }
    say(done);
    if (button) {
        button.dataset.done = done === 'Copied' ? 'yes' : 'no';
        setTimeout(() => delete button.dataset.done, 1200);
    }
}

const EXPLORER = 'https://solscan.io';

export const explorer = {
    token: mint => `${EXPLORER}/token/${encodeURIComponent(mint)}`,
    wallet: wallet => `${EXPLORER}/account/${encodeURIComponent(wallet)}`,
    transaction: signature => `${EXPLORER}/tx/${encodeURIComponent(signature)}`,
};

export function outside(href, text, attributes = {}) {
    return el('a', {href, text, target: '_blank', rel: 'noopener noreferrer', ...attributes});
}

/** An empty, loading or error state: what is so, and what to do about it. */
export function showState(node, kind, title = '', text = '', action = null) {
    node.hidden = !kind;
    node.dataset.kind = kind || '';
    node.setAttribute('role', kind === 'error' ? 'alert' : 'status');
    const signature = `${kind}|${title}|${text}`;
    if (node.dataset.shown === signature) {
        return;
    }
    node.dataset.shown = signature;
    node.replaceChildren();
    if (kind) {
        node.append(el('b', {text: title}), el('p', {text}));
        if (action) {
            node.append(el('button', {type: 'button', class: 'quiet', text: action.text, on: {click: action.run}}));
        }
    }
}
