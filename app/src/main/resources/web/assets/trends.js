/** What the last three minutes looked like: kept in the browser, one value a tick, whatever view is open. */

export const SECONDS = 180;

const MEASURES = {
    updates: pipeline => pipeline.updatesPerSecond,
    trades: pipeline => pipeline.tradesPerSecond,
    lag: pipeline => pipeline.lagSeconds,
    ring: pipeline => pipeline.ring?.fill,
    commit: pipeline => pipeline.commit?.p50Ms ?? pipeline.commit?.lastMs,
    wal: pipeline => pipeline.walBytes,
    database: pipeline => pipeline.databaseBytes,
    heap: pipeline => pipeline.memory?.heapUsedBytes,
};

const values = new Map(Object.keys(MEASURES).map(name => [name, []]));

export function remember(pipeline) {
    for (const [name, measure] of Object.entries(MEASURES)) {
        const list = values.get(name);
        list.push(measure(pipeline) ?? null);
        if (list.length > SECONDS) {
            list.shift();
        }
    }
}

export const trend = name => values.get(name);
