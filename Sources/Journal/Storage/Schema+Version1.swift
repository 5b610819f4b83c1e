extension Schema {
    /// The first version. Its comments stay in the file: `.schema` in any SQLite shell shows them.
    static let version1 = messageTables + tradeTables + capitalTables + cycleTables

    private static let messageTables = """
        CREATE TABLE meta (
            -- One row: whose journal this is.
            only_row        INTEGER PRIMARY KEY CHECK (only_row = 1),
            process         TEXT    NOT NULL,   -- such as master, or a worker's name
            role            TEXT    NOT NULL,   -- master or worker
            run_id          TEXT    NOT NULL,   -- the run directory's name
            engine_version  TEXT    NOT NULL,   -- only this version may re-execute the inbox
            segment         INTEGER NOT NULL CHECK (segment >= 1),
            opened_wall_time INTEGER NOT NULL   -- ns since 1970-01-01 UTC
        ) STRICT;

        CREATE TABLE inbox (
            -- Every message the process handled. Times are ns since 1970-01-01 UTC.
            position        INTEGER PRIMARY KEY, -- order of handling, shared with outbox
            peer            TEXT    NOT NULL,   -- sender
            sequence        INTEGER NOT NULL,   -- dense per sender and receiver
            kind            TEXT    NOT NULL,   -- such as BeginCycle
            cycle           INTEGER NOT NULL,
            virtual_time    INTEGER NOT NULL,
            correlation     TEXT    NOT NULL,   -- cycle or order it belongs to, or empty
            causation       TEXT    NOT NULL,   -- id of the message that caused it, or empty
            epoch           INTEGER NOT NULL,   -- the master's life
            incarnation     INTEGER NOT NULL,   -- the worker's life
            lamport         INTEGER NOT NULL,
            sent_wall_time  INTEGER NOT NULL,   -- by the sender's clock
            content_hash    BLOB    NOT NULL CHECK (length(content_hash) IN (0, 32)),
            header          BLOB    NOT NULL,   -- protobuf, as on the wire
            body            BLOB    NOT NULL,   -- protobuf, as on the wire
            received_wall_time INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE outbox (
            -- Every message the process sent; columns as in inbox.
            position        INTEGER PRIMARY KEY,
            peer            TEXT    NOT NULL,   -- receiver
            sequence        INTEGER NOT NULL,
            kind            TEXT    NOT NULL,
            cycle           INTEGER NOT NULL,
            virtual_time    INTEGER NOT NULL,
            correlation     TEXT    NOT NULL,
            causation       TEXT    NOT NULL,
            epoch           INTEGER NOT NULL,
            incarnation     INTEGER NOT NULL,
            lamport         INTEGER NOT NULL,
            sent_wall_time  INTEGER NOT NULL,
            content_hash    BLOB    NOT NULL CHECK (length(content_hash) = 32),
            header          BLOB    NOT NULL,
            body            BLOB    NOT NULL
        ) STRICT;

        """

    private static let tradeTables = """
        CREATE TABLE orders (
            -- Orders as decided. Quantities and prices are micro-units: 1.5 is 1500000.
            id              TEXT    NOT NULL UNIQUE,
            position        INTEGER NOT NULL,   -- of the message whose handling made the row
            cycle           INTEGER NOT NULL,
            decided_at      INTEGER NOT NULL,   -- virtual time
            instrument      TEXT    NOT NULL,
            side            TEXT    NOT NULL CHECK (side IN ('buy', 'sell')),
            quantity        INTEGER NOT NULL CHECK (quantity > 0),
            kind            TEXT    NOT NULL CHECK (kind <> ''),
            limit_price     INTEGER,            -- NULL without a limit
            causation       TEXT    NOT NULL,   -- id of the message that caused it
            decision_id     TEXT    NOT NULL
        ) STRICT;

        CREATE TABLE order_events (
            -- What became of orders.
            order_id        TEXT    NOT NULL,
            at_time         INTEGER NOT NULL,   -- virtual time
            kind            TEXT    NOT NULL CHECK (kind IN (
                'accepted', 'partially_filled', 'filled', 'rejected', 'expired', 'cancelled')),
            reason          TEXT    NOT NULL,
            position        INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE fills (
            id              TEXT    NOT NULL UNIQUE,
            order_id        TEXT    NOT NULL,
            position        INTEGER NOT NULL,
            at_time         INTEGER NOT NULL,
            instrument      TEXT    NOT NULL,
            side            TEXT    NOT NULL CHECK (side IN ('buy', 'sell')),
            quantity        INTEGER NOT NULL CHECK (quantity > 0),
            price           INTEGER NOT NULL,
            commission      INTEGER NOT NULL,
            slippage_cost   INTEGER NOT NULL    -- against the reference price; negative is a gain
        ) STRICT;

        CREATE TABLE decisions (
            -- One packed record a bar, only where something was ordered or denied.
            at_time         INTEGER PRIMARY KEY, -- virtual time of the bar
            cycle           INTEGER NOT NULL,
            position        INTEGER NOT NULL,
            orders          INTEGER NOT NULL CHECK (orders >= 0),
            denied          INTEGER NOT NULL CHECK (denied >= 0),
            payload         BLOB    NOT NULL
        ) STRICT;

        CREATE TABLE outcomes (
            -- What a forecast came to when its horizon ended. Returns are fractions.
            decision_id     TEXT    NOT NULL,
            instrument      TEXT    NOT NULL,
            strategy        TEXT    NOT NULL,
            cycle           INTEGER NOT NULL,
            horizon_ends_at INTEGER NOT NULL,
            expected_return REAL    NOT NULL,
            realised_return REAL    NOT NULL,
            rule_version    INTEGER NOT NULL
        ) STRICT;

        """

    private static let capitalTables = """
        CREATE TABLE ledger (
            -- Double entry: debits positive, credits negative, each entry sums to zero.
            entry           INTEGER NOT NULL,
            line            INTEGER NOT NULL,
            at_time         INTEGER NOT NULL,
            cycle           INTEGER NOT NULL,
            account         TEXT    NOT NULL CHECK (account <> ''),
            instrument      TEXT    NOT NULL,   -- empty for money alone
            amount          INTEGER NOT NULL,   -- micro-units of currency
            currency        TEXT    NOT NULL CHECK (length(currency) = 3),
            kind            TEXT    NOT NULL,   -- such as fill or transfer
            reference       TEXT    NOT NULL    -- order, fill or transfer id
        ) STRICT;

        CREATE TABLE transfers (
            -- Steps of transfers between treasury and workers. The key makes a second
            -- application of the same transfer impossible.
            id              TEXT    NOT NULL,
            event           TEXT    NOT NULL CHECK (event IN (
                'decided', 'sent', 'received', 'applied', 'remitted', 'acknowledged')),
            part            INTEGER NOT NULL CHECK (part >= 0),   -- of a recall paid in parts
            cycle           INTEGER NOT NULL,
            worker          TEXT    NOT NULL,
            amount          INTEGER NOT NULL CHECK (amount > 0),
            currency        TEXT    NOT NULL CHECK (length(currency) = 3),
            proposal_id     TEXT    NOT NULL,
            position        INTEGER NOT NULL,
            wall_time       INTEGER NOT NULL,
            PRIMARY KEY (id, event, part)
        ) STRICT;

        CREATE TABLE earlier_transfers (
            -- Keys of all transfers in earlier segments, so that the rule spans segments.
            id              TEXT    NOT NULL,
            event           TEXT    NOT NULL,
            part            INTEGER NOT NULL,
            PRIMARY KEY (id, event, part)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER transfers_once BEFORE INSERT ON transfers
        WHEN EXISTS (SELECT 1 FROM earlier_transfers WHERE id = NEW.id AND event = NEW.event AND part = NEW.part)
        BEGIN
            SELECT RAISE(ABORT, 'the transfer is in an earlier segment');
        END;

        CREATE TABLE proposals (
            -- Each state a proposal enters is a row.
            id              TEXT    NOT NULL,
            status          TEXT    NOT NULL CHECK (status <> ''),
            cycle           INTEGER NOT NULL,
            position        INTEGER NOT NULL,
            trigger_name    TEXT    NOT NULL,
            reason          TEXT    NOT NULL,   -- in words
            targets         TEXT    NOT NULL,   -- canonical JSON
            expected_benefit REAL   NOT NULL,   -- fraction of net asset value a year
            cost            REAL    NOT NULL,   -- fraction of net asset value
            confidence      REAL    NOT NULL CHECK (confidence BETWEEN 0 AND 1),
            PRIMARY KEY (id, status)
        ) STRICT;

        """

    private static let cycleTables = """
        CREATE TABLE cycles (
            -- The portfolio at the end of each cycle (master only). Money is micro-units.
            cycle           INTEGER PRIMARY KEY,
            from_time       INTEGER NOT NULL,   -- virtual window, exclusive
            to_time         INTEGER NOT NULL,   -- virtual window, inclusive
            nav             INTEGER NOT NULL,   -- net asset value
            treasury        INTEGER NOT NULL,
            in_transit      INTEGER NOT NULL,
            peak_nav        INTEGER NOT NULL,
            drawdown        REAL    NOT NULL CHECK (drawdown >= 0),
            stance          TEXT    NOT NULL,
            regime          TEXT    NOT NULL,
            regime_confidence REAL  NOT NULL CHECK (regime_confidence BETWEEN 0 AND 1),
            ledger_digest   BLOB                -- NULL where it was not taken
        ) STRICT;

        CREATE TABLE worker_cycles (
            -- Each worker at the end of each cycle. Money is micro-units.
            cycle           INTEGER NOT NULL,
            worker          TEXT    NOT NULL,
            nav             INTEGER NOT NULL,
            cash            INTEGER NOT NULL,
            capital         INTEGER NOT NULL,
            gross_exposure  INTEGER NOT NULL,
            net_exposure    INTEGER NOT NULL,
            orders          INTEGER NOT NULL,   -- this and the next four: in this cycle
            fills           INTEGER NOT NULL,
            denied          INTEGER NOT NULL,   -- refused by us
            resized         INTEGER NOT NULL,
            signals         INTEGER NOT NULL,
            simple_return   REAL    NOT NULL,   -- on the capital at work, transfers taken out
            realised        INTEGER NOT NULL,   -- this and the next two: since the start
            unrealised      INTEGER NOT NULL,
            commission      INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE events (
            -- Roster transitions, limit breaches, notices.
            position        INTEGER NOT NULL,
            wall_time       INTEGER NOT NULL,
            at_time         INTEGER NOT NULL,   -- virtual time
            kind            TEXT    NOT NULL CHECK (kind <> ''),
            subject         TEXT    NOT NULL,
            text            TEXT    NOT NULL
        ) STRICT;
        """
}
