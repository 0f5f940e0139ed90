/** Keeps the children of a node in step with a list, by key: nodes are kept, so focus, selection and scroll are too. */

/** The child of `parent` that holds the focus; moving it in the tree would lose the focus. */
function focusedChild(parent) {
    let node = document.activeElement;
    if (!node || node === parent || !parent.contains(node)) {
        return null;
    }
    while (node.parentNode !== parent) {
        node = node.parentNode;
    }
    return node;
}

/**
 * Shows `items` in their order. `create(item)` makes a node and `update(node, item)` fills it. The focused node stays where it
 * is in the tree: the others move around it.
 */
export function keepRows(parent, items, keyOf, create, update) {
    const known = parent.rowsByKey ?? (parent.rowsByKey = new Map());
    const wanted = new Set(items.map(keyOf));
    for (const [key, node] of known) {
        if (!wanted.has(key)) {
            node.remove();
            known.delete(key);
        }
    }
    const pinned = focusedChild(parent);
    let place = parent.firstChild;
    for (const item of items) {
        const key = keyOf(item);
        let node = known.get(key);
        if (!node) {
            node = create(item);
            known.set(key, node);
        }
        update(node, item);
        if (node === place) {
            place = place.nextSibling;
        } else if (node === pinned) {
            while (place !== pinned) {
                const next = place.nextSibling;
                place.remove();
                place = next;
            }
            place = pinned.nextSibling;
        } else if (place !== pinned && node === place?.nextSibling) {
            // the row above has sunk: it alone moves, when its turn comes
            place.remove();
            place = node.nextSibling;
        } else {
            parent.insertBefore(node, place);
        }
    }
}

/** The order in which rows are shown now. */
export const shownKeys = parent => {
    const keys = new Map([...(parent.rowsByKey ?? [])].map(([key, node]) => [node, key]));
    return [...parent.children].map(node => keys.get(node)).filter(key => key !== undefined);
};

/** Removes everything, for instance before skeletons are shown. */
export function clearRows(parent) {
    parent.rowsByKey = new Map();
    parent.replaceChildren();
}
