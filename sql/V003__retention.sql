-- What those who remove old rows and those who write have to know of each other.

-- One row. A writer keeps ids of mints and wallets in memory, and addresses that no trade uses any more are removed.
CREATE TABLE dictionary_changes (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    removals    INTEGER NOT NULL,   -- grows with each address removed: ids read before may be void
    insertions  INTEGER NOT NULL    -- grows with trades added out of order: by hand, or not behind the checkpoint's slot
);

INSERT INTO dictionary_changes (id, removals, insertions) VALUES (1, 0, 0);

CREATE TRIGGER mints_removed AFTER DELETE ON mints
BEGIN
    UPDATE dictionary_changes SET removals = removals + 1;
END;

CREATE TRIGGER wallets_removed AFTER DELETE ON wallets
BEGIN
    UPDATE dictionary_changes SET removals = removals + 1;
END;

-- Beside the trigger that inserts the trade.
CREATE TRIGGER token_trades_inserted INSTEAD OF INSERT ON token_trades
BEGIN
    UPDATE dictionary_changes SET insertions = insertions + 1;
END;
