/*
 * Writes a range of a trace into a SolFlow database as fast as SQLite lets a C program: prepared statements, one
 * transaction a batch, ids of mints and wallets from a hash map over their 32-byte keys, the last metrics of each
 * mint upserted once a transaction. Texts (signatures, addresses) stand in the trace ready made, so that nothing but
 * SQLite is measured. The layout of the trace is that of MarketTraceFile.java.
 *
 *   store_loop TRACE DATABASE COUNT BATCH CACHE_KIB AUTOCHECKPOINT_PAGES
 *
 * The database has SolFlow's schema already, made by the product's own migrations. Prints "name value" lines.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sqlite3.h"

#define MAGIC 0x32454341525446L

typedef struct {
    int64_t magic, mints, wallets, trades, rows, flips;
} Header;

typedef struct {
    uint8_t key[32];
    char text[45];
    uint8_t length;
    uint8_t pad[2];
} Address;

typedef struct {
    int64_t id, timestamp, lamports, watermark, ended_slot;
    double token_amount;
    int32_t mint, wallet, rows_end, flips_end;
    uint8_t side, bot, dca, program, signature_length, pad[3];
    char signature[88];
} Trade;

typedef struct {
    double net_flow[6];
    int64_t unique_wallets, bot_wallets, bot_trades;
    double bot_flow, dca_flow;
    int64_t dca_wallets;
    double dca_ratio;
    int64_t trades, buys;
    int32_t mint, pad;
} Row;

/* Open addressing over 32-byte keys; an entry also holds what the open transaction has for a mint. */
typedef struct {
    const Address *address;
    int64_t id;
    const Row *latest;
    int64_t updated_at;
} Entry;

typedef struct {
    Entry *entries;
    uint64_t mask;
    sqlite3_stmt *insert, *find;
} Dictionary;

static sqlite3 *db;

static void die(const char *what) {
    fprintf(stderr, "store_loop: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
    exit(1);
}

static void run(const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) die(sql);
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) die(sql);
    return statement;
}

static void step(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) die(sqlite3_sql(statement));
    sqlite3_reset(statement);
}

static Dictionary dictionary(const char *table, int64_t keys) {
    Dictionary d;
    uint64_t size = 16;
    while (size < 2 * (uint64_t)keys) size *= 2;
    d.mask = size - 1;
    d.entries = calloc(size, sizeof(Entry));
    char sql[128];
    snprintf(sql, sizeof sql, "INSERT INTO %s (address) VALUES (?) ON CONFLICT (address) DO NOTHING RETURNING id", table);
    d.insert = prepare(sql);
    snprintf(sql, sizeof sql, "SELECT id FROM %s WHERE address = ?", table);
    d.find = prepare(sql);
    return d;
}

static int64_t first(sqlite3_stmt *statement, const Address *address) {
    sqlite3_bind_text(statement, 1, address->text, address->length, SQLITE_STATIC);
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) die(sqlite3_sql(statement));
    int64_t id = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    return id;
}

static Entry *entry(Dictionary *d, const Address *address) {
    uint64_t h;
    memcpy(&h, address->key, 8);
    h *= 0x9E3779B97F4A7C15ULL;
    for (uint64_t at = (h >> 20) & d->mask;; at = (at + 1) & d->mask) {
        Entry *e = &d->entries[at];
        if (!e->address) {
            e->address = address;
            return e;
        }
        if (memcmp(e->address->key, address->key, 32) == 0) return e;
    }
}

static int64_t id_of(Dictionary *d, const Address *address) {
    Entry *e = entry(d, address);
    if (!e->id && !(e->id = first(d->insert, address))) e->id = first(d->find, address);
    return e->id;
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu_seconds(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static long long size_of(const char *path, const char *suffix) {
    char name[4096];
    struct stat s;
    snprintf(name, sizeof name, "%s%s", path, suffix);
    return stat(name, &s) == 0 ? (long long)s.st_size : 0;
}

/* Bytes written to the log by this connection: every page that it wrote, with the frame's header. */
static long long log_bytes(void) {
    int pages = 0, highest = 0;
    if (sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &highest, 0) != SQLITE_OK) die("pages written");
    sqlite3_stmt *size = prepare("PRAGMA page_size");
    if (sqlite3_step(size) != SQLITE_ROW) die("page_size");
    long long bytes = pages * (sqlite3_column_int64(size, 0) + 24);
    sqlite3_finalize(size);
    return bytes;
}

static void bind_trade(sqlite3_stmt *s, const Trade *t, int64_t mint, int64_t wallet) {
    sqlite3_bind_int64(s, 1, t->id);
    sqlite3_bind_int64(s, 2, mint);
    sqlite3_bind_int64(s, 3, t->timestamp);
    sqlite3_bind_int64(s, 4, wallet);
    sqlite3_bind_int64(s, 5, t->side);
    sqlite3_bind_int64(s, 6, t->lamports);
    sqlite3_bind_int64(s, 7, t->bot);
    sqlite3_bind_int64(s, 8, t->dca);
    sqlite3_bind_double(s, 9, t->token_amount);
    sqlite3_bind_int64(s, 10, t->program);
    sqlite3_bind_text(s, 11, t->signature, t->signature_length, SQLITE_STATIC);
}

static void bind_row(sqlite3_stmt *s, const Entry *mint) {
    const Row *r = mint->latest;
    sqlite3_bind_text(s, 1, mint->address->text, mint->address->length, SQLITE_STATIC);
    sqlite3_bind_int64(s, 2, mint->updated_at);
    for (int w = 0; w < 6; w++) sqlite3_bind_double(s, 3 + w, r->net_flow[w]);
    sqlite3_bind_int64(s, 9, r->unique_wallets);
    sqlite3_bind_int64(s, 10, r->bot_wallets);
    sqlite3_bind_int64(s, 11, r->bot_trades);
    sqlite3_bind_double(s, 12, r->bot_flow);
    sqlite3_bind_double(s, 13, r->dca_flow);
    sqlite3_bind_int64(s, 14, r->dca_wallets);
    sqlite3_bind_double(s, 15, r->dca_ratio);
    sqlite3_bind_int64(s, 16, r->trades);
    sqlite3_bind_int64(s, 17, r->buys);
}

static const char UPSERT[] =
    "INSERT INTO token_rolling_metrics (mint, updated_at, net_flow_60s, net_flow_300s, net_flow_900s, net_flow_3600s,"
    " net_flow_7200s, net_flow_14400s, unique_wallets_300s, bot_wallets_300s, bot_trades_300s, bot_flow_300s,"
    " dca_flow_300s, dca_unique_wallets_300s, dca_ratio_300s, trades_300s, buys_300s)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (mint) DO UPDATE SET updated_at = excluded.updated_at, net_flow_60s = excluded.net_flow_60s,"
    " net_flow_300s = excluded.net_flow_300s, net_flow_900s = excluded.net_flow_900s,"
    " net_flow_3600s = excluded.net_flow_3600s, net_flow_7200s = excluded.net_flow_7200s,"
    " net_flow_14400s = excluded.net_flow_14400s, unique_wallets_300s = excluded.unique_wallets_300s,"
    " bot_wallets_300s = excluded.bot_wallets_300s, bot_trades_300s = excluded.bot_trades_300s,"
    " bot_flow_300s = excluded.bot_flow_300s, dca_flow_300s = excluded.dca_flow_300s,"
    " dca_unique_wallets_300s = excluded.dca_unique_wallets_300s, dca_ratio_300s = excluded.dca_ratio_300s,"
    " trades_300s = excluded.trades_300s, buys_300s = excluded.buys_300s";

/* The settings of the product's writing connection; what is a property of the file stands in the file. */
static void set_up(const char *cache_kib, const char *autocheckpoint) {
    char sql[256];
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = NORMAL");
    run("PRAGMA mmap_size = 0");
    snprintf(sql, sizeof sql, "PRAGMA cache_size = -%s", cache_kib);
    run(sql);
    snprintf(sql, sizeof sql, "PRAGMA wal_autocheckpoint = %s", autocheckpoint);
    run(sql);
    run("PRAGMA journal_size_limit = 50331648");
    run("PRAGMA foreign_keys = OFF");
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: store_loop TRACE DATABASE COUNT BATCH CACHE_KIB AUTOCHECKPOINT_PAGES\n");
        return 2;
    }
    int fd = open(argv[1], O_RDONLY);
    struct stat s;
    if (fd < 0 || fstat(fd, &s) != 0) die(argv[1]);
    const uint8_t *bytes = mmap(NULL, s.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    const Header *header = (const Header *)bytes;
    if (bytes == MAP_FAILED || header->magic != MAGIC) die("not a trace");
    const Address *mint_addresses = (const Address *)(header + 1);
    const Address *wallet_addresses = mint_addresses + header->mints;
    const Trade *trades = (const Trade *)(wallet_addresses + header->wallets);
    const Row *rows = (const Row *)(trades + header->trades);
    const int64_t *flips = (const int64_t *)(rows + header->rows);
    const int64_t end = atoll(argv[3]), batch = atoll(argv[4]);
    if (end < 1 || end > header->trades || batch < 1) die("range outside the trace");

    if (sqlite3_open(argv[2], &db) != SQLITE_OK) die(argv[2]);
    set_up(argv[5], argv[6]);
    Dictionary mints = dictionary("mints", header->mints), wallets = dictionary("wallets", header->wallets);
    sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT"), *upsert = prepare(UPSERT);
    sqlite3_stmt *insert = prepare(
        "INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports, is_bot, is_dca, token_amount, program,"
        " signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    sqlite3_stmt *flip = prepare("UPDATE trades SET is_bot = 1 WHERE id = ?");
    sqlite3_stmt *checkpoint = prepare(
        "INSERT INTO checkpoint (id, slot, watermark) VALUES (1, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET slot = excluded.slot, watermark = excluded.watermark");
    Entry **touched = malloc((header->mints + 1) * sizeof *touched);
    int64_t row = 0, flipped = 0, slot = 0, watermark = 0, upserts = 0;

    long long logged = log_bytes();
    double start = seconds(), cpu = cpu_seconds();
    for (int64_t at = 0; at < end;) {
        int64_t batch_end = at + batch < end ? at + batch : end;
        int64_t first_flip = flipped, touched_size = 0;
        int64_t old_slot = slot, old_watermark = watermark;
        step(begin);
        for (; at < batch_end; at++) {
            const Trade *t = &trades[at];
            bind_trade(insert, t, id_of(&mints, &mint_addresses[t->mint]), id_of(&wallets, &wallet_addresses[t->wallet]));
            step(insert);
            for (; row < t->rows_end; row++) {
                Entry *mint = entry(&mints, &mint_addresses[rows[row].mint]);
                if (!mint->latest) touched[touched_size++] = mint;
                mint->latest = &rows[row];
                mint->updated_at = t->watermark;
            }
            flipped = t->flips_end;
            slot = t->ended_slot;
            watermark = t->watermark;
        }
        for (; first_flip < flipped; first_flip++) {
            sqlite3_bind_int64(flip, 1, flips[first_flip]);
            step(flip);
        }
        for (int64_t i = 0; i < touched_size; i++) {
            bind_row(upsert, touched[i]);
            step(upsert);
            touched[i]->latest = NULL;
        }
        upserts += touched_size;
        if (slot != old_slot || watermark != old_watermark) {
            sqlite3_bind_int64(checkpoint, 1, slot);
            sqlite3_bind_int64(checkpoint, 2, watermark);
            step(checkpoint);
        }
        step(commit);
    }
    double took = seconds() - start;
    cpu = cpu_seconds() - cpu;
    printf("sqlite %s\nseconds %.6f\ncpu_seconds %.6f\ntrades %lld\nupserts %lld\nlog_bytes %lld\n", sqlite3_libversion(), took,
           cpu, (long long)end, (long long)upserts, log_bytes() - logged);
    for (sqlite3_stmt *left; (left = sqlite3_next_stmt(db, NULL));) sqlite3_finalize(left);
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    if (sqlite3_close(db) != SQLITE_OK) die("close");
    printf("database_bytes %lld\n", size_of(argv[2], ""));
    return 0;
}
