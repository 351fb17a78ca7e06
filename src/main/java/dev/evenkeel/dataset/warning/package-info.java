/** What is suspicious about a table that can be read: copies, leaks, running numbers. */
@NullMarked
package dev.evenkeel.dataset.warning;

import org.jspecify.annotations.NullMarked;
