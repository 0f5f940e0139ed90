/** What the browser keeps: stars, theme, the last query. Works without storage too, then until the page is closed. */

const PREFIX = 'solflow.';
const MAX_STARS = 200;
const memory = new Map();

export function load(name) {
    try {
        return localStorage.getItem(PREFIX + name) ?? memory.get(name) ?? null;
    } catch {
        return memory.get(name) ?? null;
    }
}

export function save(name, value) {
    memory.set(name, value);
    try {
        localStorage.setItem(PREFIX + name, value);
    } catch {
        // full or forbidden: the memory has it
    }
}

function readStars() {
    try {
        const list = JSON.parse(load('stars') ?? '[]');
        return Array.isArray(list) ? list.filter(mint => typeof mint === 'string').slice(0, MAX_STARS) : [];
    } catch {
        return [];
    }
}

const starred = new Set(readStars());
// other tabs star too
addEventListener('storage', event => {
    if (event.key === `${PREFIX}stars`) {
        starred.clear();
        readStars().forEach(mint => starred.add(mint));
        dispatchEvent(new Event('stars'));
    }
});

export const stars = {
    has: mint => starred.has(mint),
    all: () => [...starred],
    /** Gives whether the mint is starred afterwards; the server takes at most 200 at once, the oldest star goes. */
    toggle(mint) {
        if (!starred.delete(mint)) {
            starred.add(mint);
            if (starred.size > MAX_STARS) {
                starred.delete(starred.values().next().value);
            }
        }
        save('stars', JSON.stringify([...starred]));
        dispatchEvent(new Event('stars'));
        return starred.has(mint);
    },
};
