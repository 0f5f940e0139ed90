import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The container's health check: asks /health of the SolFlow beside it and ends with 0 when it answers green or yellow, else
 * with 1. Follows SOLFLOW_HTTP and SOLFLOW_HTTP_TOKEN; with SOLFLOW_HTTP=off there is nobody to ask, and it ends with 0.
 */
final class HealthProbe {

    private static final int TIMEOUT_MS = 5_000;
    private static final String DEFAULT_ADDRESS = "127.0.0.1:8787";

    private HealthProbe() {}

    public static void main(final String[] args) {
        final String address = System.getenv().getOrDefault("SOLFLOW_HTTP", DEFAULT_ADDRESS);
        System.exit(address.equals("off") || isWell(address) ? 0 : 1);
    }

    private static boolean isWell(final String address) {
        try {
            final HttpURLConnection connection = open(address.substring(address.lastIndexOf(':') + 1));
            final int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_UNAVAILABLE) {
                System.out.println("/health answers with status " + status);
                return false;
            }
            final boolean well = status == HttpURLConnection.HTTP_OK;
            final byte[] text = (well ? connection.getInputStream() : connection.getErrorStream()).readNBytes(1_000);
            System.out.print(new String(text, StandardCharsets.UTF_8));
            return well;
        } catch (final IOException | IllegalArgumentException e) {
            System.out.println("/health of " + address + " does not answer: " + e.getMessage());
            return false;
        }
    }

    /** Within the container the loopback always leads to it, whatever address it is bound to. */
    private static HttpURLConnection open(final String port) throws IOException {
        final HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/health").toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        final String token = System.getenv("SOLFLOW_HTTP_TOKEN");
        if (token != null && !token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        return connection;
    }
}
