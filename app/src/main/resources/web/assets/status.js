/** The line of figures in the header and the banner below it: is what is shown true now, and if not, why. */

import {byId, setText} from './dom.js';
import {rate, span, time, utc} from './format.js';

const STALE_SECONDS = 15;

export function showPulse(tick) {
    const pipeline = tick.pipeline;
    const level = byId('pulse-level');
    level.dataset.level = pipeline.live ? pipeline.health?.level ?? 'none' : 'none';
    setText(level.querySelector('b'), pipeline.live ? pipeline.health?.level ?? 'unknown' : 'reading');
    setText(byId('pulse-updates'), rate(pipeline.updatesPerSecond));
    setText(byId('pulse-trades'), rate(pipeline.tradesPerSecond));
    setText(byId('pulse-lag'), pipeline.lagSeconds === null || pipeline.lagSeconds === undefined ? '–' : `${Math.round(pipeline.lagSeconds)} s`);
    const clock = byId('pulse-clock');
    setText(clock, time(tick.watermark));
    clock.title = `Chain time of the newest block seen: ${utc(tick.watermark) || 'none yet'}`;
}

/** Gives the most important thing to say, or null. */
function news(feed) {
    const asOf = feed.tick ? ` What you see is as of ${time(feed.tick.watermark)}.` : '';
    if (feed.state === 'refused') {
        return {kind: 'bad', text: 'This SolFlow wants its token: open /?token=… once with the value of SOLFLOW_HTTP_TOKEN.'};
    }
    if (feed.state === 'lost') {
        const why = feed.stopped ? 'SolFlow was stopped.' : `No word from SolFlow for ${span(feed.silentSeconds())}.`;
        return {kind: 'bad', text: `${why}${asOf} Trying again…`};
    }
    if (!feed.tick) {
        return null;
    }
    const pipeline = feed.tick.pipeline;
    if (pipeline.live && pipeline.health?.level === 'red') {
        return {kind: 'bad', text: `Nothing is stored at present: ${(pipeline.health.findings ?? []).find(f => f.level === 'red')?.text ?? 'see the pipeline'}`, link: ['#/pipeline', 'Pipeline']};
    }
    if (!pipeline.live) {
        return {kind: 'calm', text: `No pipeline runs in this process: the database is only read.${asOf}`};
    }
    if (feed.tick.watermark > 0 && feed.stillSeconds() > STALE_SECONDS) {
        return {kind: 'warn', text: `Chain time has stood still for ${span(feed.stillSeconds())}.${asOf}`, link: ['#/pipeline', 'Pipeline']};
    }
    if (feed.state === 'polling') {
        return {kind: 'calm', text: 'The server has no more streams to give: this page asks every 5 seconds instead.'};
    }
    return null;
}

export function showBanner(feed) {
    const item = news(feed);
    const banner = byId('banner');
    document.body.classList.toggle('stale', feed.state === 'lost' || feed.state === 'refused' || item?.kind === 'warn');
    if (feed.state === 'lost' || feed.state === 'refused') {
        const level = byId('pulse-level');
        level.dataset.level = 'none';
        setText(level.querySelector('b'), feed.state === 'lost' ? 'reconnecting' : 'refused');
    }
    banner.hidden = item === null;
    if (item) {
        banner.dataset.kind = item.kind;
        setText(byId('banner-text'), item.text);
        const link = byId('banner-link');
        link.hidden = !item.link;
        if (item.link) {
            link.href = item.link[0];
            setText(link, item.link[1]);
        }
    }
}
