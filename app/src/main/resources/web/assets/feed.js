/**
 * The stream of ticks, and what is known about it. Sends `tick` (detail: the tick) and `state` events.
 *
 * States: `connecting`, `live`, `lost` (is tried again), `polling` (the server has no stream to spare, so it is asked every few
 * seconds), `refused` (the token is missing).
 */

import {getJson} from './api.js';

const SILENT_MS = 5_000;
const DEAD_MS = 20_000;
const POLL_MS = 5_000;
const MAX_WAIT_MS = 15_000;

export class Feed extends EventTarget {
    state = 'connecting';
    tick = null;
    stopped = false;
    #source = null;
    #lastAt = performance.now();
    #advancedAt = performance.now();
    #waitMs = 1_000;
    #retry = null;

    start() {
        this.#open();
        setInterval(() => this.#watch(), 1_000);
    }

    /** Seconds since the last tick came. */
    silentSeconds() {
        return (performance.now() - this.#lastAt) / 1000;
    }

    /** Seconds since the chain time last moved on. */
    stillSeconds() {
        return (performance.now() - this.#advancedAt) / 1000;
    }

    retryNow() {
        clearTimeout(this.#retry);
        this.#open();
    }

    #open() {
        this.#source?.close();
        const source = new EventSource('/api/stream');
        this.#source = source;
        source.addEventListener('tick', event => {
            this.stopped = false;
            this.#waitMs = 1_000;
            this.#accept(JSON.parse(event.data), 'live');
        });
        source.addEventListener('stop', () => {
            this.stopped = true;
        });
        source.onerror = () => {
            if (source !== this.#source) {
                return;
            }
            // the browser tries again by itself unless the server answered with a refusal
            if (source.readyState === EventSource.CLOSED) {
                this.#askWhy();
            } else {
                this.#become('lost');
            }
        };
    }

    async #askWhy() {
        try {
            const pipeline = await getJson('/api/pipeline');
            this.#accept({watermark: pipeline.watermark, pipeline}, 'polling');
            this.#later(POLL_MS);
        } catch (failure) {
            this.#become(failure.status === 401 ? 'refused' : 'lost');
            this.#later(this.#waitMs);
            this.#waitMs = Math.min(MAX_WAIT_MS, this.#waitMs * 2);
        }
    }

    #later(waitMs) {
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => this.#open(), waitMs);
    }

    #accept(tick, state) {
        const now = performance.now();
        this.#lastAt = now;
        if (tick.watermark !== this.tick?.watermark) {
            this.#advancedAt = now;
        }
        this.tick = tick;
        this.#become(state);
        this.dispatchEvent(new CustomEvent('tick', {detail: tick}));
    }

    #become(state) {
        if (state !== this.state) {
            this.state = state;
            this.dispatchEvent(new Event('state'));
        }
    }

    #watch() {
        const silentMs = performance.now() - this.#lastAt;
        if (this.state === 'live' && silentMs > SILENT_MS) {
            this.#become('lost');
        }
        if (this.state === 'lost' && silentMs > DEAD_MS && this.#source.readyState === EventSource.OPEN) {
            this.#lastAt = performance.now() - SILENT_MS;
            this.#open();
        }
        this.dispatchEvent(new Event('state'));
    }
}
