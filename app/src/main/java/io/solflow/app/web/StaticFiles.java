package io.solflow.app.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** The page's files, from the jar's folder {@code web}; kept in memory once asked for. Any thread. */
final class StaticFiles {

    /** No dot begins a name, so nothing leads out of the folder. */
    private static final Pattern NAME =
            Pattern.compile("/((?:[A-Za-z0-9_-][A-Za-z0-9._-]*/){0,4}[A-Za-z0-9_-][A-Za-z0-9._-]*\\.([a-z0-9]{2,11}))");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", Reply.JSON),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", Reply.TEXT),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    @SuppressWarnings("ArrayRecordComponent") // bytes to be sent, never compared
    private record Asset(String type, byte[] bytes, byte[] zipped, String tag) {}

    private final Map<String, Asset> loaded = new ConcurrentHashMap<>();

    /** The file of a path; a 404 when there is none. */
    Reply get(final Request request) {
        final String path = request.path().equals("/") ? "/index.html" : request.path();
        final Matcher name = NAME.matcher(path);
        final Asset asset =
                name.matches() && TYPES.containsKey(name.group(2)) ? asset(name.group(1), name.group(2)) : null;
        if (asset == null) {
            return Reply.error(
                    404, "path is '" + shortened(request.path()) + "', allowed: / and what docs/api.md lists");
        }
        final boolean zip =
                asset.zipped() != null && request.header("Accept-Encoding").contains("gzip");
        final Map<String, String> headers = zip
                ? Map.of(
                        "ETag",
                        asset.tag(),
                        "Cache-Control",
                        "no-cache",
                        "Vary",
                        "Accept-Encoding",
                        "Content-Encoding",
                        "gzip")
                : Map.of("ETag", asset.tag(), "Cache-Control", "no-cache", "Vary", "Accept-Encoding");
        if (request.header("If-None-Match").equals(asset.tag())) {
            return new Reply(304, asset.type(), new byte[0], Map.of("ETag", asset.tag(), "Cache-Control", "no-cache"));
        }
        return new Reply(200, asset.type(), zip ? asset.zipped() : asset.bytes(), headers);
    }

    private static String shortened(final String path) {
        return path.length() <= 80 ? path : path.substring(0, 80) + "…";
    }

    /** Only files that exist are kept, so asking for others costs no memory. */
    private Asset asset(final String name, final String ending) {
        final Asset known = loaded.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = StaticFiles.class.getResourceAsStream("/web/" + name)) {
            if (in == null) {
                return null;
            }
            final byte[] bytes = in.readAllBytes();
            final byte[] zipped = zip(bytes);
            final Asset asset =
                    new Asset(TYPES.get(ending), bytes, zipped.length < bytes.length ? zipped : null, tag(bytes));
            loaded.put(name, asset);
            return asset;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(final byte[] bytes) throws IOException {
        final ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static String tag(final byte[] bytes) {
        try {
            return '"'
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12)
                    + '"';
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing in this Java", e);
        }
    }
}
