/** The server's API. Every failure is an ApiError whose message can be shown as it is. */

const TIMEOUT_MS = 15_000;

export class ApiError extends Error {
    /** Status 0: no answer at all. */
    constructor(status, message) {
        super(message);
        this.name = 'ApiError';
        this.status = status;
    }
}

async function request(path, options = {}) {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const signal = options.signal ? anySignal(options.signal, timeout) : timeout;
    let response;
    try {
        response = await fetch(path, {cache: 'no-store', credentials: 'same-origin', ...options, signal});
    } catch (failure) {
        if (failure.name === 'AbortError') {
            throw failure;
        }
        throw new ApiError(0, failure.name === 'TimeoutError'
            ? `SolFlow did not answer within ${TIMEOUT_MS / 1000} s.`
            : 'SolFlow does not answer. Is it still running?');
    }
    if (!response.ok) {
        throw new ApiError(response.status, await reason(response));
    }
    return response;
}

/** AbortSignal.any is younger than the rest of what the page needs. */
function anySignal(first, second) {
    const controller = new AbortController();
    for (const signal of [first, second]) {
        if (signal.aborted) {
            controller.abort(signal.reason);
        }
        signal.addEventListener('abort', () => controller.abort(signal.reason), {once: true});
    }
    return controller.signal;
}

async function reason(response) {
    if (response.status === 401) {
        return 'This SolFlow wants its token: open /?token=… once with the value of SOLFLOW_HTTP_TOKEN.';
    }
    const text = await response.text().catch(() => '');
    try {
        return JSON.parse(text).error || `Status ${response.status}.`;
    } catch {
        return text.slice(0, 300) || `Status ${response.status}.`;
    }
}

export async function getJson(path, parameters = {}, signal = undefined) {
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== null && value !== ''));
    const response = await request(query.size ? `${path}?${query}` : path, {signal});
    return body(response);
}

/** The answer may break off in the middle: that is no answer either. */
async function body(response) {
    try {
        return await response.json();
    } catch (failure) {
        if (failure.name === 'AbortError') {
            throw failure;
        }
        throw new ApiError(0, 'The answer of SolFlow broke off.');
    }
}

/** Runs SQL; the header keeps other pages from doing it behind the user's back. */
function query(sql, format, limit, signal) {
    return request(`/api/query?format=${format}&limit=${limit}`, {
        method: 'POST',
        headers: {'Content-Type': 'text/plain;charset=utf-8', 'X-SolFlow': '1'},
        body: sql,
        signal,
    });
}

export const runQuery = async (sql, limit, signal) => body(await query(sql, 'json', limit, signal));

export const downloadQuery = async (sql, format, limit) => (await query(sql, format, limit)).blob();

/** One request at a time: `poll` leaves out a turn while one is under way, `now` replaces it. */
export class Latest {
    #controller = null;

    get busy() {
        return this.#controller !== null;
    }

    async poll(load) {
        return this.busy ? undefined : this.now(load);
    }

    /** Gives undefined when it was replaced meanwhile. */
    async now(load) {
        this.cancel();
        const controller = new AbortController();
        this.#controller = controller;
        try {
            const value = await load(controller.signal);
            return this.#controller === controller ? value : undefined;
        } catch (failure) {
            if (controller.signal.aborted && this.#controller !== controller) {
                return undefined;
            }
            throw failure;
        } finally {
            if (this.#controller === controller) {
                this.#controller = null;
            }
        }
    }

    cancel() {
        this.#controller?.abort();
        this.#controller = null;
    }
}
