package io.solflow.app.config;

import io.solflow.app.web.WebConfig;
import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.pipeline.WaitMode;
import io.solflow.core.signal.SignalConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.connect.ProxyRules;
import io.solflow.persist.file.PersistConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Every setting, each in one line: the commands' flags, their help, the environment and {@code .env}, {@code doctor} and
 * the table of docs/settings.md follow from it. Read by {@link Settings}.
 */
@SuppressWarnings("ImmutableEnumChecker") // its parsers keep no state
public enum Setting {
    GEYSER_URL(
            Group.SERVER,
            "GEYSER_URL",
            Flag.of("--geyser-url", "URLS"),
            new Parsers.Endpoints(),
            "",
            "Yellowstone server to follow, or several in order of preference; a token goes into X_TOKEN"),
    X_TOKEN(
            Group.SERVER,
            "X_TOKEN",
            Flag.SECRET,
            new Parsers.Text(
                    "printable ASCII without spaces; with several servers one for all, or one for each in the same"
                            + " order, separated by commas, an empty one for none"),
            "",
            "Sent to the servers as x-token"),
    HTTPS_PROXY(
            Group.PROXY,
            "HTTPS_PROXY",
            Flag.SECRET,
            new Parsers.Text(ProxyRules.ALLOWED),
            "",
            "Proxy in front of the servers; https_proxy too"),
    NO_PROXY(
            Group.PROXY,
            "NO_PROXY",
            Flag.NONE,
            new Parsers.Text("hosts, separated by commas"),
            "",
            "Hosts to reach without the proxy; no_proxy too"),
    MAX_LAG_SECONDS(
            Group.SERVER,
            "SOLFLOW_MAX_LAG_SECONDS",
            Flag.of("--max-lag-seconds", "N"),
            new Parsers.WholeNumber(5, 3_600),
            String.valueOf(GeyserServers.DEFAULT_MAX_LAG_SECONDS),
            "With several servers: how far the stream may lag before SolFlow takes another"),
    COMPRESSION(
            Group.SERVER,
            "SOLFLOW_COMPRESSION",
            Flag.of("--compression", "NAME"),
            Parsers.either("gzip", "none"),
            "none",
            "How the server may compress the stream"),
    DB_PATH(
            Group.DATABASE,
            "SOLFLOW_DB_PATH",
            Flag.of("--db", "FILE"),
            new Parsers.FilePath(),
            "",
            "Database file; demo has a default of its own"),
    COMMITMENT(
            Group.SERVER,
            "SOLFLOW_COMMITMENT",
            Flag.of("--commitment", "LEVEL"),
            Parsers.nameOf(Commitment.values()),
            "confirmed",
            "How settled a slot is when the server sends it"),
    PROGRAMS(
            Group.PIPELINE,
            "SOLFLOW_PROGRAMS",
            Flag.of("--programs", "LABELS"),
            new Parsers.Programs(),
            Parsers.Programs.all(),
            "all",
            "Programs to follow"),
    RING_SIZE(
            Group.PIPELINE,
            "SOLFLOW_RING_SIZE",
            Flag.of("--ring-size", "N"),
            new Parsers.PowerOfTwo(PipelineConfig.MIN_RING_SIZE, PipelineConfig.MAX_RING_SIZE),
            String.valueOf(PipelineConfig.DEFAULT.ringSize()),
            "Entries of the ring"),
    WAIT_STRATEGY(
            Group.PIPELINE,
            "SOLFLOW_WAIT_STRATEGY",
            Flag.of("--wait-strategy", "NAME"),
            Parsers.nameOf(WaitMode.values()),
            Parsers.word(PipelineConfig.DEFAULT.waitMode()),
            "How the stages wait for updates"),
    STAGE_THREADS(
            Group.PIPELINE,
            "SOLFLOW_STAGE_THREADS",
            Flag.of("--stage-threads", "N"),
            new Parsers.WholeNumber(PipelineConfig.MIN_STAGE_THREADS, PipelineConfig.MAX_STAGE_THREADS),
            String.valueOf(PipelineConfig.DEFAULT.stageThreads()),
            "2 below five cores, else 3",
            "Threads of the three stages; with 2, extract and metrics share one"),
    FLUSH_MS(
            Group.PIPELINE,
            "SOLFLOW_FLUSH_MS",
            Flag.of("--flush-ms", "MS"),
            new Parsers.WholeNumber(0, PersistConfig.MAX_FLUSH_MS),
            String.valueOf(PersistConfig.DEFAULT_FLUSH_MS),
            "Longest time that a batch stays uncommitted, in milliseconds"),
    RETENTION(
            Group.RETENTION,
            "SOLFLOW_RETENTION",
            Flag.of("--older-than", "AGE"),
            new Age.AgeParser(),
            "",
            "keep all",
            "Age at which trades and signals are removed: by prune, and by run and demo if the variable is set"),
    LOG(
            Group.PIPELINE,
            "SOLFLOW_LOG",
            Flag.of("--log", "LEVEL"),
            new Parsers.OneOf<>(LogSetup.LEVELS),
            "info",
            "Lowest level that is logged"),
    HTTP(
            Group.PAGE,
            "SOLFLOW_HTTP",
            Flag.of("--http", "HOST:PORT"),
            new Parsers.Text(WebConfig.ALLOWED),
            WebConfig.DEFAULT_ADDRESS,
            "Where run and demo serve page, API and metrics; an address that others can reach needs SOLFLOW_HTTP_TOKEN"),
    HTTP_TOKEN(
            Group.PAGE,
            "SOLFLOW_HTTP_TOKEN",
            Flag.SECRET,
            new Parsers.Text(WebConfig.ALLOWED_TOKEN),
            "",
            "Token that HTTP clients must send; required if other machines can reach the address"),
    SIGNALS(
            Group.SIGNALS,
            "SOLFLOW_SIGNALS",
            Flag.NONE,
            Parsers.either("on", "off"),
            "on",
            "Whether to look for signals"),
    SIGNAL_MIN_SOL(
            Group.SIGNALS,
            "SOLFLOW_SIGNAL_MIN_SOL",
            Flag.NONE,
            new Parsers.Decimal(Parsers.SOL_DECIMALS, SignalConfig.MAX_MIN_LAMPORTS),
            Parsers.Decimal.text(SignalConfig.DEFAULT.minLamports(), Parsers.SOL_DECIMALS),
            "Net flow in SOL below which there is no signal"),
    SIGNAL_COOLDOWN_SECONDS(
            Group.SIGNALS,
            "SOLFLOW_SIGNAL_COOLDOWN_SECONDS",
            Flag.NONE,
            new Parsers.WholeNumber(1, SignalConfig.MAX_COOLDOWN_SECONDS),
            String.valueOf(SignalConfig.DEFAULT.cooldownSeconds()),
            "Shortest time from one signal to the next of the same token and kind"),
    SIGNAL_MIN_WALLETS(
            Group.SIGNALS,
            "SOLFLOW_SIGNAL_MIN_WALLETS",
            Flag.NONE,
            new Parsers.WholeNumber(SignalConfig.MIN_WALLETS, SignalConfig.MAX_WALLETS),
            String.valueOf(SignalConfig.DEFAULT.minWallets()),
            "Wallets that BREAKOUT and PERSISTENCE need"),
    SIGNAL_BREAKOUT_BOTS(
            Group.SIGNALS,
            "SOLFLOW_SIGNAL_BREAKOUT_BOTS",
            Flag.NONE,
            new Parsers.Decimal(Parsers.SHARE_DECIMALS, SignalConfig.WHOLE),
            Parsers.Decimal.text(SignalConfig.DEFAULT.breakoutBots(), Parsers.SHARE_DECIMALS),
            "Highest bot share of BREAKOUT"),
    SIGNAL_PERSISTENCE_BOTS(
            Group.SIGNALS,
            "SOLFLOW_SIGNAL_PERSISTENCE_BOTS",
            Flag.NONE,
            new Parsers.Decimal(Parsers.SHARE_DECIMALS, SignalConfig.WHOLE),
            Parsers.Decimal.text(SignalConfig.DEFAULT.persistenceBots(), Parsers.SHARE_DECIMALS),
            "Highest bot share of PERSISTENCE"),
    SIGNAL_DCA_WALLETS(
            Group.SIGNALS,
            "SOLFLOW_SIGNAL_DCA_WALLETS",
            Flag.NONE,
            new Parsers.WholeNumber(SignalConfig.MIN_WALLETS, SignalConfig.MAX_WALLETS),
            String.valueOf(SignalConfig.DEFAULT.dcaWallets()),
            "Wallets with DCA fills that REACCUMULATION needs"),
    SIGNAL_FOCUS_WALLETS(
            Group.SIGNALS,
            "SOLFLOW_SIGNAL_FOCUS_WALLETS",
            Flag.NONE,
            new Parsers.Decimal(Parsers.SHARE_DECIMALS, SignalConfig.WHOLE),
            Parsers.Decimal.text(SignalConfig.DEFAULT.focusWallets(), Parsers.SHARE_DECIMALS),
            "Highest share of the buying wallets that counts as few"),
    SIGNAL_FOCUS_INFLOW(
            Group.SIGNALS,
            "SOLFLOW_SIGNAL_FOCUS_INFLOW",
            Flag.NONE,
            new Parsers.Decimal(Parsers.SHARE_DECIMALS, SignalConfig.WHOLE),
            Parsers.Decimal.text(SignalConfig.DEFAULT.focusInflow(), Parsers.SHARE_DECIMALS),
            "Share of the inflow that these few must bring"),
    WEBHOOK_URL(
            Group.SIGNALS,
            "SOLFLOW_WEBHOOK_URL",
            Flag.SECRET,
            new Parsers.WebhookAddress(),
            "",
            "Where run posts each signal as JSON");

    /** What a setting is about. A command takes the flags of whole groups. */
    public enum Group {
        /** The stream. */
        SERVER,
        /** The way to the stream, in variables that other programs read too, in capitals or not. */
        PROXY,
        /** The file. */
        DATABASE,
        /** Stages, ring and log. */
        PIPELINE,
        /** How long rows are kept. */
        RETENTION,
        /** Page, API and metrics. */
        PAGE,
        /** Shown by {@code doctor} only where given. */
        SIGNALS
    }

    private final Group group;
    private final String variable;
    private final Flag flag;
    private final Parser<?> parser;
    private final String defaultText;
    private final String defaultShown;
    private final String help;

    Setting(
            final Group group,
            final String variable,
            final Flag flag,
            final Parser<?> parser,
            final String defaultText,
            final String help) {
        this(group, variable, flag, parser, defaultText, defaultText, help);
    }

    Setting(
            final Group group,
            final String variable,
            final Flag flag,
            final Parser<?> parser,
            final String defaultText,
            final String defaultShown,
            final String help) {
        this.group = group;
        this.variable = variable;
        this.flag = flag;
        this.parser = parser;
        this.defaultText = defaultText;
        this.defaultShown = defaultShown;
        this.help = help;
    }

    /** The variables of all, in order. */
    public static List<String> variables() {
        return Arrays.stream(values()).map(Setting::variable).toList();
    }

    /** What it is about. */
    public Group group() {
        return group;
    }

    /** Its name in the environment and in {@code .env}. */
    public String variable() {
        return variable;
    }

    /** Its other name, which wins; its only name where there is none. */
    String otherVariable() {
        return group == Group.PROXY ? variable.toLowerCase(Locale.ROOT) : variable;
    }

    /** Its flag, empty when it has none. */
    public String flag() {
        return flag.name();
    }

    /** What stands for the value of the flag in the help. */
    String label() {
        return flag.label();
    }

    /** True when its value must not be shown. */
    public boolean isSecret() {
        return flag.secret();
    }

    /** The default as a user would write it, empty when it has none. */
    String defaultText() {
        return defaultText;
    }

    /** The default in words, empty when it has none. */
    public String defaultShown() {
        return defaultShown;
    }

    /** What is allowed, as it reads after "allowed: ". */
    public String allowed() {
        return parser.allowed();
    }

    /** What it means, without a full stop. */
    public String help() {
        return help;
    }

    /**
     * The value of a text.
     *
     * @param name of the variable or flag that gave it.
     * @throws IllegalArgumentException when it is not allowed, see {@link Parser#parse}.
     */
    Object parse(final String name, final String text) {
        return parser.parse(name, text);
    }
}
