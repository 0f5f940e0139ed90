/** The pipeline view: health in words, its figures with their last three minutes, programs and gaps. */

import {byId, el, setAttribute, setText, showState} from './dom.js';
import {bytes, count, date, ms, percent, rate, span, utc} from './format.js';
import {keepRows} from './rows.js';
import {trendLine, updateTrendLine} from './spark.js';
import {SECONDS, trend} from './trends.js';

const MEANING = {green: 'All is well.', yellow: 'Works, but needs attention.', red: 'Nothing is stored at present.'};

const seconds = value => (value === null || value === undefined ? '–' : `${value < 10 ? Number(value).toFixed(1) : Math.round(value)} s`);

/** Each: the trend it has, its name, its figure, the line below, and what its drawing reaches up to at least. */
const TILES = [
    ['updates', 'Updates a second', p => rate(p.updatesPerSecond), p => `slot ${count(p.slot)}`, 1],
    ['trades', 'Trades a second', p => rate(p.tradesPerSecond), p => `${count(total(p.programs, 'trades') + total(p.programs, 'byEvent'))} since the start`, 1],
    ['lag', 'Lag behind the chain', p => seconds(p.lagSeconds), p => `chain time ${utc(p.watermark).slice(11) || 'none yet'}`, 5],
    ['ring', 'Ring fill', p => percent(p.ring?.fill), p => `${count(p.ring?.used)} of ${count(p.ring?.size)}`, 0.1],
    ['commit', 'Commit', p => ms(p.commit?.p50Ms ?? p.commit?.lastMs), p => commitNote(p.commit), 1],
    ['wal', 'Write-ahead log', p => bytes(p.walBytes), () => 'folded in as it grows', 1],
    ['database', 'Database', p => bytes(p.databaseBytes), p => (p.freeBytes === null || p.freeBytes === undefined ? '' : `${bytes(p.freeBytes)} left on its disk`)],
    ['heap', 'Memory', p => bytes(p.memory?.heapUsedBytes), p => `of ${bytes(p.memory?.heapMaxBytes)} heap`, 1],
].map(([key, name, value, note, least]) => ({key, name, value, note, least}));

function commitNote(commit) {
    const figures = [commit?.p99Ms === null || commit?.p99Ms === undefined ? null : `99% within ${ms(commit.p99Ms)}`, commit?.count === undefined ? null : `${count(commit.count)} commits`];
    return figures.filter(text => text !== null).join(', ');
}

const total = (list, name) => (list ?? []).reduce((sum, item) => sum + (item[name] ?? 0), 0);

export class PipelineView {
    #tick = null;

    title() {
        return 'Pipeline';
    }

    show() {
        if (this.#tick) {
            this.refresh(this.#tick);
        } else {
            showState(byId('pipeline-state'), 'loading', 'Waiting for the first figures…');
        }
    }

    hide() {
        // its figures come with the ticks: there is nothing to cancel
    }

    /** Also while the view is hidden, so that it is filled when it is opened. */
    take(tick) {
        this.#tick = tick;
    }

    refresh(tick) {
        const pipeline = tick.pipeline;
        showState(byId('pipeline-state'), null);
        byId('pipeline-body').hidden = false;
        showHealth(pipeline);
        showTrends(pipeline);
        showPrograms(pipeline.programs ?? []);
        showUnnamed(pipeline.unnamed ?? []);
        showGaps(pipeline.gaps ?? {newest: []});
        showFacts(pipeline);
    }
}

function showHealth(pipeline) {
    const level = pipeline.live ? pipeline.health?.level ?? 'none' : 'none';
    byId('health').dataset.level = level;
    setText(byId('health-level'), pipeline.live ? level : 'reading only');
    setText(byId('health-sum'), pipeline.live ? MEANING[level] ?? '' : 'No pipeline runs in this process.');
    keepRows(byId('health-findings'), pipeline.health?.findings ?? [], finding => finding.cause,
        finding => el('li', {}, el('code', {text: finding.cause}), el('span', {class: 'text'}), el('span', {class: 'advice quiet-text'}), el('span', {class: 'held quiet-text'})),
        (node, finding) => {
            node.dataset.level = finding.level;
            setText(node.querySelector('.text'), finding.text);
            setText(node.querySelector('.advice'), finding.advice ? `To do: ${finding.advice}` : '');
            setText(node.querySelector('.held'), `${finding.level}, for ${span(finding.heldSeconds)}`);
        });
}

function showTrends(pipeline) {
    keepRows(byId('trends'), TILES, tile => tile.key,
        tile => el('div', {class: 'tile'}, el('p', {class: 'name', text: tile.name}), el('p', {class: 'value'}), el('p', {class: 'note'}), trendLine()),
        (node, tile) => {
            setText(node.querySelector('.value'), tile.value(pipeline));
            setText(node.querySelector('.note'), tile.note(pipeline));
            updateTrendLine(node.querySelector('svg'), trend(tile.key), SECONDS, tile.least);
        });
}

function showPrograms(programs) {
    keepRows(byId('programs').tBodies[0], programs, program => program.program,
        program => el('tr', {}, el('th', {scope: 'row', text: program.program}), ...Array.from({length: 7}, () => el('td', {class: 'num'}))),
        (row, program) => {
            const figures = [rate(program.tradesPerSecond), count(program.trades), count(program.byEvent), count(program.ignored), count(program.skipped), count(program.unknown), count(program.malformed)];
            figures.forEach((figure, index) => setText(row.cells[index + 1], figure));
            setAttribute(row.cells[6], 'data-alarm', program.unknown > 0 ? 'yes' : null);
            setAttribute(row.cells[7], 'data-alarm', program.malformed > 0 ? 'yes' : null);
        });
}

/** Which instructions want a name, so that somebody looks. */
function showUnnamed(unnamed) {
    byId('unnamed').hidden = unnamed.length === 0;
    const list = unnamed.map(each => `${each.program} ${each.discriminator} (${count(each.count)})`).join(', ');
    setText(byId('unnamed'), `No name is known here for: ${list}. What their events tell is stored.`);
}

function showGaps(gaps) {
    const newest = gaps.newest ?? [];
    byId('gaps').hidden = newest.length === 0;
    byId('gaps-none').hidden = newest.length > 0;
    setText(byId('gaps-sum'), newest.length === 0 ? '' : `${count(gaps.sinceStart)} since the start, ${count(gaps.stored)} in all`);
    keepRows(byId('gaps').tBodies[0], newest, gap => `${gap.fromSlot}-${gap.toSlot}-${gap.reason}`,
        gap => el('tr', {},
            el('td', {class: 'figure', text: gap.fromSlot === gap.toSlot ? count(gap.fromSlot) : `${count(gap.fromSlot)} – ${count(gap.toSlot)}`}),
            el('td', {class: 'num', text: count(gap.toSlot - gap.fromSlot + 1)}),
            el('td', {text: gap.reason}),
            el('td', {class: 'num', text: date(gap.noticedAt), title: utc(gap.noticedAt)})),
        () => {});
}

function removed(pruned) {
    if (!pruned) {
        return null;
    }
    return pruned.trades + pruned.signals === 0 ? 'nothing' : `${count(pruned.trades)} trades, ${count(pruned.signals)} signals${pruned.before ? `; none left before ${utc(pruned.before)}` : ''}`;
}

function showFacts(pipeline) {
    const facts = [
        ['Version', pipeline.version],
        ['Up for', span(pipeline.uptimeSeconds)],
        ['Database', pipeline.database],
        ['Open pages', count(pipeline.clients)],
        ['Signals', pipeline.live ? `${count(pipeline.signals)} since the start` : null],
        ['Removed for age', removed(pipeline.pruned)],
    ].map(([name, value]) => ({name, value: value ?? '–'}));
    keepRows(byId('facts'), facts, fact => fact.name, fact => el('div', {}, el('dt', {text: fact.name}), el('dd', {})),
        (node, fact) => setText(node.lastChild, String(fact.value)));
}
