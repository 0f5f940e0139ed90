/** Settings: flags, environment and {@code .env}, their checks, the log's set-up, and the exception that names what cannot be used. */
package io.solflow.app.config;
