/**
 * The cells of a file: where they come from, what is missing, and how a file is refused that can't
 * be read.
 */
@NullMarked
package dev.evenkeel.dataset.cells;

import org.jspecify.annotations.NullMarked;
