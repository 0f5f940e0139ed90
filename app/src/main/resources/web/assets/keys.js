/** The keyboard: one place that knows which keys do what; a view gets those that are its own. */

import {byId} from './dom.js';

const VIEWS = {1: '#/tokens', 2: '#/token', 3: '#/pipeline', 4: '#/sql'};

const typing = node => node.matches?.('input:not([type=checkbox]):not([type=radio]), textarea, select');

/** Moves the focus to the next or previous row's link of a table body. */
export function stepRow(body, step) {
    const links = [...body.querySelectorAll('a[data-row]')];
    if (links.length === 0) {
        return;
    }
    const current = document.activeElement?.closest?.('tr');
    const index = links.findIndex(link => link.closest('tr') === current);
    const next = index < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, index + step));
    links[next].focus();
    links[next].closest('tr').scrollIntoView({block: 'nearest'});
}

/** Chooses the next window of a group of radio buttons. */
export function nextWindow(fieldset) {
    const inputs = [...fieldset.querySelectorAll('input')];
    const chosen = inputs.findIndex(input => input.checked);
    inputs[(chosen + 1) % inputs.length].click();
}

/** `current()` gives the view shown; `cycleTheme` changes the colours. */
export function listen(current, cycleTheme) {
    document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || byId('help').open) {
            return;
        }
        const target = event.target;
        if (typing(target)) {
            if (event.key === 'Escape') {
                target.blur();
                event.preventDefault();
            }
            return;
        }
        if (handle(event, current(), cycleTheme)) {
            event.preventDefault();
        }
    });
}

function handle(event, view, cycleTheme) {
    if (VIEWS[event.key]) {
        location.hash = VIEWS[event.key];
        return true;
    }
    switch (event.key) {
        case '?':
            byId('help').showModal();
            return true;
        case 'd':
            cycleTheme();
            return true;
        case 'Escape':
            if (view.leave) {
                view.leave();
                return true;
            }
            return false;
        default:
            return view.key?.(event) ?? false;
    }
}
