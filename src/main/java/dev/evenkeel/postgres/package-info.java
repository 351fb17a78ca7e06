/**
 * The embedded PostgreSQL that runs where no {@code spring.datasource.url} names another. Imports
 * {@code storage} alone.
 */
@NullMarked
package dev.evenkeel.postgres;

import org.jspecify.annotations.NullMarked;
