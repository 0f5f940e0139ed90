/** One class in the package of SQLite's driver, which opens what the driver does not. */
package org.sqlite.core;
